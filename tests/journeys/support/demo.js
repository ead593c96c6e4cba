// A member that the demo prints when it starts.
export const PASSWORD = 'puente lluvia tambor';
export const ANA = 'ana@demo.example';
