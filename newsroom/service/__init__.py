"""What keeps the site in service: security headers, throttled logins, request logs, and a health check."""
