/**
 * For relay.test, localhost and 127.0.0.1, until 2126, signed by itself. Made by OpenSSL 3.0:
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500
 * -subj /CN=relay.test -addext subjectAltName=DNS:relay.test,DNS:localhost,IP:127.0.0.1`
 */
export const RELAY_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBqDCCAU+gAwIBAgIUB2YH4NruA3P8GbwXdaiXDmtr/kMwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKcmVsYXkudGVzdDAgFw0yNjExMjQwODMwNDdaGA8yMTI2MTAz
MTA4MzA0N1owFTETMBEGA1UEAwwKcmVsYXkudGVzdDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABNOg6fVCZ/tNbvvLajseqsHannfMXUXNSMMbI2DqYX952pH8JgtQ
8IpVkryvOmqgo7e8bmTQEO3Y4aAtdKhRNuqjezB5MB0GA1UdDgQWBBQchbqN1bK0
p5qjDHVpiePn6DygsTAfBgNVHSMEGDAWgBQchbqN1bK0p5qjDHVpiePn6DygsTAP
BgNVHRMBAf8EBTADAQH/MCYGA1UdEQQfMB2CCnJlbGF5LnRlc3SCCWxvY2FsaG9z
dIcEfwAAATAKBggqhkjOPQQDAgNHADBEAiA8hU11MuRy9X/wL8BOKSYSHpNbZIuz
r8wF3lqYS/PiCQIgGY+nD8nFns35AulvYUKJdiV5hDr6uAHspJ1vCGJFBDQ=
-----END CERTIFICATE-----`

/** Guards nothing but tests. */
export const RELAY_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4ZxmeNLj16tpiZ9G
2joQiR6PJrLaXcx7qsf33nW+cjChRANCAATToOn1Qmf7TW77y2o7HqrB2p53zF1F
zUjDGyNg6mF/edqR/CYLUPCKVZK8rzpqoKO3vG5k0BDt2OGgLXSoUTbq
-----END PRIVATE KEY-----`
