// The browser's side.
