import { Follow } from './follow.js';

export const dynamic = 'force-dynamic';

export default function Layout({ children }) {
  const firebase = {
    projectId: process.env.GCLOUD_PROJECT,
    auth: process.env.FIREBASE_AUTH_EMULATOR_HOST,
    firestore: process.env.FIRESTORE_EMULATOR_HOST,
  };
  return (
    <html lang="en">
      <body>
        <script id="firebase" type="application/json">
          {JSON.stringify(firebase)}
        </script>
        {children}
        <Follow />
      </body>
    </html>
  );
}
