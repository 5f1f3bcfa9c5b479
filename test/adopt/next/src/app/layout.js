import { Session } from '../components/Session';

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Session />
      </body>
    </html>
  );
}
