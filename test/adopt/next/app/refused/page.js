/** What the proxy shows instead of a page. The layout follows the claims, so that a change leads away from here. */
export default async function Refused({ searchParams }) {
  return <h1>Refused: {(await searchParams).because}</h1>;
}
