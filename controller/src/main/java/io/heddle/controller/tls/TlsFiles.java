package io.heddle.controller.tls;

import java.nio.file.Path;

/**
 * Where the parts of an identity are, all of them PEM.
 *
 * @param certificate our certificate, and after it those that lead to its authority, if any
 * @param privateKey its private key, not encrypted: PKCS #8, or as OpenSSL wrote RSA and EC keys before
 * @param authorities the certificates of those who sign for switches and databases
 */
public record TlsFiles(Path certificate, Path privateKey, Path authorities) {}
