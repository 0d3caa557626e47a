import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import './app.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// A newer version was put in place while this page was open: its old parts are gone, so load it anew, but only once.
window.addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem('kp.reloaded') === location.href) return;
  sessionStorage.setItem('kp.reloaded', location.href);
  event.preventDefault();
  location.reload();
});
