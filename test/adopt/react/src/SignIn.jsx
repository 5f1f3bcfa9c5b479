import { createUserWithEmailAndPassword, signInWithEmailAndPassword } from 'firebase/auth';
import { auth } from './firebase.js';

export function SignIn() {
  const submit = (event) => {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.target));
    const isNew = event.nativeEvent.submitter.name === 'new';
    const enter = isNew ? createUserWithEmailAndPassword : signInWithEmailAndPassword;
    enter(auth, email, password).catch((error) => window.alert(error.message));
  };
  return (
    <form onSubmit={submit}>
      <label>
        E-mail <input name="email" type="email" required />
      </label>
      <label>
        Password <input name="password" type="password" required />
      </label>
      <button type="submit">Sign in</button>
      <button type="submit" name="new">
        Register
      </button>
    </form>
  );
}
