// @sipglass/server: receives, stores, answers. main.ts is the program; this is the door for tests and tools.
