package dev.actionflows.domain.embed;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Codes of six digits. There are so few that a plain hash could be reversed immediately; the hash
 * is keyed with a key of the project, and is valid for one verification only.
 */
final class VerificationCodes {
    static final Pattern FORM = Pattern.compile("[0-9]{6}");

    private static final BigInteger COUNT = BigInteger.valueOf(1_000_000);

    private final Vault vault;
    private final IdSource random;

    VerificationCodes(Vault vault, IdSource random) {
        this.vault = vault;
        this.random = random;
    }

    /** Generates a code, uniformly distributed up to a bias of 10^-13. */
    String make() {
        return "%06d".formatted(new BigInteger(1, random.randomBytes(8)).mod(COUNT).intValue());
    }

    /** In hexadecimal. */
    String hash(Project project, VerificationId id, String code) {
        return HexFormat.of().formatHex(vault.mac(project, "verification-code", id + "." + code));
    }

    /**
     * The name of a try: a repetition is the same code under the same name. Whoever repeats the
     * name with another code tries again.
     */
    String tryOf(Project project, VerificationId id, String attempt, String code) {
        return HexFormat.of()
                .formatHex(
                        vault.mac(
                                project,
                                "verification-try",
                                String.join("\n", id.value(), code, attempt)));
    }

    /** Compares in constant time. */
    boolean matches(Project project, Verification verification, String code) {
        return MessageDigest.isEqual(
                bytes(hash(project, verification.id(), code)), bytes(verification.codeHash()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
