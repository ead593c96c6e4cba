// Members that the demo prints when it starts.
export const PASSWORD = 'puente lluvia tambor';
export const ANA = 'ana@demo.example';
/** Admin. */
export const HELENE = 'helene@demo.example';
/** A moderator: reviews highlights. */
export const MARISOL = 'marisol@demo.example';
/** An auditor. */
export const GRACE = 'grace@demo.example';
/** Looks after the page of Brazil. */
export const RAFAEL = 'rafael@demo.example';
