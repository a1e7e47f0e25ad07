package dev.actionflows.domain.segment;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * A consent of an imported row, with its evidence.
 *
 * @param kind of the address that agreed
 * @param at when the fan agreed
 * @param source where
 * @param wording to what
 */
record ImportedConsent(Identity.Kind kind, Instant at, String source, String wording) {
    /** The column of the address that agreed. */
    ImportColumn addressColumn() {
        return kind == Identity.Kind.PHONE ? ImportColumn.PHONE : ImportColumn.EMAIL;
    }

    /** The column that says so. */
    ImportColumn column() {
        return kind == Identity.Kind.PHONE ? ImportColumn.CONSENT_TEXT : ImportColumn.CONSENT_EMAIL;
    }

    /**
     * Identifies the consent among those of its address: the same evidence is the same consent,
     * however often it is imported.
     */
    String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] text =
                    String.join("\n", at.toString(), source, wording)
                            .getBytes(StandardCharsets.UTF_8);
            return "import:" + HexFormat.of().formatHex(digest.digest(text), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The change to store. Of its kind, it lifts nothing.
     *
     * @param importedAt when the file was imported
     */
    ConsentChange change(Instant importedAt) {
        return new ConsentChange(
                ConsentChange.Kind.OPT_IN,
                id(),
                at,
                Map.of(
                        "source",
                        "import",
                        "collectedBy",
                        source,
                        "wording",
                        wording,
                        "importedAt",
                        importedAt.toString()));
    }
}
