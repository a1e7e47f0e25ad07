package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * The token in the unsubscribe link of one recipient of a project's mail. It contains the hash of
 * the address, not the address, and never expires: a link in an old mail must still work. Format:
 * project id, hash (base64url), 128 bits of HMAC-SHA256, joined by dots.
 */
public final class UnsubscribeToken {
    private static final String PURPOSE = "unsubscribe-token";
    private static final int MAC_BYTES = 16;
    private static final int PARTS = 3;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final Vault vault;
    private final String purpose;

    public UnsubscribeToken(Vault vault) {
        this(vault, PURPOSE);
    }

    private UnsubscribeToken(Vault vault, String purpose) {
        this.vault = vault;
        this.purpose = purpose;
    }

    /** Tokens of the same form and length that are not valid, for previews. */
    public static UnsubscribeToken forShow(Vault vault) {
        return new UnsubscribeToken(vault, "show-unsubscribe");
    }

    /** Issues tokens of one project. The key is derived here, so that issuing needs no call. */
    public Function<Identity, String> issuer(Project project) {
        Vault.Authenticator authenticator = vault.authenticator(project, purpose);
        return address -> issue(project, address, authenticator);
    }

    private static String issue(
            Project project, Identity address, Vault.Authenticator authenticator) {
        if (address.kind() != Identity.Kind.EMAIL) {
            throw new IllegalArgumentException("not an email address: " + address.kind());
        }
        String content =
                project.id() + "." + TEXT.encodeToString(HexFormat.of().parseHex(address.hash()));
        return content + "." + mac(authenticator, content);
    }

    /** The project that a token names; nothing is verified. */
    public static Optional<ProjectId> projectOf(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == PARTS ? ProjectId.parse(parts[0]) : Optional.empty();
    }

    /**
     * @return the address; empty if the token is forged, truncated or of another project
     */
    public Optional<Identity> verify(Project project, String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        byte[] expected =
                bytes(
                        mac(
                                vault.authenticator(project, purpose),
                                token.substring(0, token.lastIndexOf('.'))));
        if (!MessageDigest.isEqual(expected, bytes(parts[2]))) {
            return Optional.empty();
        }
        return Optional.of(
                new Identity(
                        Identity.Kind.EMAIL,
                        HexFormat.of().formatHex(Base64.getUrlDecoder().decode(parts[1]))));
    }

    private static String mac(Vault.Authenticator authenticator, String content) {
        return TEXT.encodeToString(Arrays.copyOf(authenticator.mac(content), MAC_BYTES));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
