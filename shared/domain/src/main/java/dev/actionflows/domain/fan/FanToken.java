package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A token that identifies the fan to whom it was sent, for links in messages. It is signed with a
 * key of the project, contains the fan's id and expires. Format: fan id, expiry (seconds since
 * 1970), 128 bits of HMAC-SHA256, joined by dots.
 */
public final class FanToken {
    private static final int MAC_BYTES = 16;

    /** The length of any token: an id, ten digits until the year 2286, base64url of the MAC. */
    public static final int LENGTH = 20 + 1 + 10 + 1 + 22;

    private final Vault vault;
    private final String purpose;

    /**
     * @param purpose what the token authorizes; a token of one purpose is invalid for any other
     */
    public FanToken(Vault vault, String purpose) {
        this.vault = vault;
        this.purpose = purpose;
    }

    public String issue(Project project, FanId fan, Instant endsAt) {
        String content = fan + "." + endsAt.getEpochSecond();
        return content + "." + mac(project, content);
    }

    /**
     * @return the fan; empty if the token is forged, of another project or purpose, or expired
     */
    public Optional<FanId> verify(Project project, String token, Instant now) {
        int end = token.lastIndexOf('.');
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        byte[] expected = bytes(mac(project, token.substring(0, end)));
        if (!MessageDigest.isEqual(expected, bytes(parts[2]))) {
            return Optional.empty();
        }
        return now.getEpochSecond() < Long.parseLong(parts[1])
                ? FanId.parse(parts[0])
                : Optional.empty();
    }

    private String mac(Project project, String content) {
        byte[] full = vault.mac(project, "fan-token\n" + purpose, project.id() + "." + content);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(full, MAC_BYTES));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
