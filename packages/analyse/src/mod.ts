// @sipglass/analyse: values → understanding. Pure reducers over plain records; no I/O, no clock of its own.
