/** The certificate of the HTTPS port: its files, who may have signed it, and its change while connections stand. */
package io.github.migrationconnector.access.internal.certificate;
