"""The edge of the server: proxies, paths, origins, limits, headers and what watches over it."""
