/**
 * An e-mail address as invites are stored and looked up: capital letters made small, those of ASCII
 * alone. Unicode would fold other characters into them (the Kelvin sign becomes a k), and with it
 * somebody else's address into the invited one.
 */
export function foldAddress(address) {
    return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
