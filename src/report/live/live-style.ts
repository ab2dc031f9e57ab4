/** The style of the strip, which is not printed. */
export const LIVE_STYLE: string = `
#live { background: var(--panel); border-bottom: 1px solid var(--line); padding: .5rem clamp(12px, 3vw, 40px); font-size: .9rem; }
#live p { margin: .1rem 0; }
#live progress { width: min(20rem, 50vw); vertical-align: middle; accent-color: var(--link); }
#live .trouble, #live-link { font-weight: 600; overflow-wrap: anywhere; }
#live .trouble { white-space: pre-wrap; margin: .3rem 0; }
#live .scroll { max-height: 40vh; }
#live table { width: auto; }
@media print { #live { display: none; } }
`;
