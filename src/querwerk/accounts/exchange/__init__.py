"""What comes from outside to prove who somebody is: an identity provider (OpenID Connect), a passkey (WebAuthn)."""
