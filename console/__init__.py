"""The coordinators' console: pages in the browser, forms that work without scripts."""
