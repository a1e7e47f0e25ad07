package dev.actionflows.simulator.releaseday;

import dev.actionflows.domain.fan.AccessToken;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Numbered fans who are connected to Spotify. None of them is stored: whatever is read of a fan is
 * made from the number.
 */
final class GeneratedFans {
    private static final String PREFIX = "fan_";
    private static final int ID_LENGTH = 16;
    private static final int BITS = 5;

    /** As in ids. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final String TOKEN_PREFIX = "access-token-";
    private static final Duration CONNECTED_FOR = Duration.ofDays(30);
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private final Project project;
    private final Vault vault;
    private final String app;

    /** Of all fans; it is not opened, since their access tokens are valid. */
    private final Sealed refreshToken;

    GeneratedFans(Project project, Vault vault) {
        this.project = project;
        this.vault = vault;
        this.app = project.spotify().orElseThrow().clientId();
        this.refreshToken = vault.seal(project, "not opened", "refresh-token");
    }

    /** Ids are in the order of the numbers. */
    static FanId id(int number) {
        char[] id = new char[ID_LENGTH];
        int rest = number;
        for (int place = ID_LENGTH - 1; place >= 0; place--) {
            id[place] = ALPHABET.charAt(rest & ((1 << BITS) - 1));
            rest >>>= BITS;
        }
        return new FanId(PREFIX + new String(id));
    }

    static int number(FanId fan) {
        int number = 0;
        for (int place = PREFIX.length(); place < fan.value().length(); place++) {
            number = (number << BITS) | ALPHABET.indexOf(fan.value().charAt(place));
        }
        return number;
    }

    /** Whose access token it is. */
    static int numberOf(String accessToken) {
        return Integer.parseInt(accessToken.substring(TOKEN_PREFIX.length()));
    }

    Map<FanId, Fan> findAll(Collection<FanId> ids, Instant now) {
        Map<FanId, Fan> found = new HashMap<>();
        ids.forEach(id -> found.put(id, Fan.first(id, List.of(), now.minus(CONNECTED_FOR))));
        return found;
    }

    List<Connection> connections(Fan fan, Instant now) {
        String context = Connection.accessTokenContext(fan.id(), StreamingProvider.SPOTIFY);
        return List.of(
                new Connection(
                        fan.id(),
                        StreamingProvider.SPOTIFY,
                        refreshToken,
                        Set.of("user-library-modify"),
                        now.minus(CONNECTED_FOR),
                        Optional.of(
                                new AccessToken(
                                        vault.seal(
                                                project, context, TOKEN_PREFIX + number(fan.id())),
                                        app,
                                        now.plus(TOKEN_LIFETIME)))));
    }
}
