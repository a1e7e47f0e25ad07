package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * The token in the link that confirms the consent of an email address. It contains the hash of the
 * address, not the address. Format: project id, hash (base64url), the time of the request in
 * milliseconds since 1970, 128 bits of HMAC-SHA256, joined by dots.
 */
public final class ConfirmationToken {
    private static final String PURPOSE = "confirmation-token";
    private static final int MAC_BYTES = 16;
    private static final int PARTS = 4;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final Vault vault;
    private final String purpose;

    public ConfirmationToken(Vault vault) {
        this(vault, PURPOSE);
    }

    private ConfirmationToken(Vault vault, String purpose) {
        this.vault = vault;
        this.purpose = purpose;
    }

    /** Tokens of the same form and length that are not valid, for previews. */
    public static ConfirmationToken forShow(Vault vault) {
        return new ConfirmationToken(vault, "show-confirmation");
    }

    /**
     * What a valid token names.
     *
     * @param requestedAt see {@link ConfirmationRequest#at}
     */
    public record Confirmation(Identity address, Instant requestedAt) {}

    /**
     * Issues the tokens of one project. The key is derived here, so that issuing needs no call.
     *
     * @param requestedAt see {@link ConfirmationRequest#at}
     */
    public Function<Identity, String> issuer(Project project, Instant requestedAt) {
        Vault.Authenticator authenticator = vault.authenticator(project, purpose);
        return address -> {
            if (address.kind() != Identity.Kind.EMAIL) {
                throw new IllegalArgumentException("not an email address: " + address.kind());
            }
            String content =
                    "%s.%s.%d"
                            .formatted(
                                    project.id(),
                                    TEXT.encodeToString(HexFormat.of().parseHex(address.hash())),
                                    requestedAt.toEpochMilli());
            return content + "." + mac(authenticator, content);
        };
    }

    /** The project that a token names; nothing is verified. */
    public static Optional<ProjectId> projectOf(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == PARTS ? ProjectId.parse(parts[0]) : Optional.empty();
    }

    /**
     * @return empty if the token is forged, truncated or of another project; whether it has expired
     *     is not checked
     */
    public Optional<Confirmation> verify(Project project, String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        String expected =
                mac(
                        vault.authenticator(project, purpose),
                        token.substring(0, token.lastIndexOf('.')));
        if (!MessageDigest.isEqual(bytes(expected), bytes(parts[PARTS - 1]))) {
            return Optional.empty();
        }
        return Optional.of(
                new Confirmation(
                        new Identity(
                                Identity.Kind.EMAIL,
                                HexFormat.of().formatHex(Base64.getUrlDecoder().decode(parts[1]))),
                        Instant.ofEpochMilli(Long.parseLong(parts[2]))));
    }

    private static String mac(Vault.Authenticator authenticator, String content) {
        return TEXT.encodeToString(Arrays.copyOf(authenticator.mac(content), MAC_BYTES));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
