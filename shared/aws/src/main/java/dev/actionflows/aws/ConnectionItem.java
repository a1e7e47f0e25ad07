package dev.actionflows.aws;

import dev.actionflows.domain.fan.AccessToken;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Set;

/** Maps a fan's connection to an item. */
final class ConnectionItem {
    /** Spelled as the first version of the table spelled it. */
    private static final String AUTHORIZED_AT = "authorisedAt";

    static final String USER_TOKEN = "userToken";

    private static final String ACCESS_APP = "accessApp";
    static final String ACCESS_TOKEN = "accessToken";
    static final String REFRESHED_UNTIL = "refreshedUntil";
    static final String ORIGIN = "origin";
    static final String ENDED = "ended";
    private static final String EXPIRES = "accessEnds";
    static final String ANNOUNCED = "expiryAnnounced";

    /** As many as runs have: a crowd of fans may connect at once. */
    static final int EXPIRING_SHARDS = 32;

    private ConnectionItem() {}

    static Item encode(ProjectId project, Connection connection) {
        Item item =
                Item.at(Key.connection(project, connection.fan(), connection.provider()))
                        .put("fan", connection.fan().value())
                        .put("provider", connection.provider().wireName())
                        .put(ORIGIN, connection.origin())
                        .put(USER_TOKEN, connection.userToken().base64())
                        .putTexts("scopes", connection.scopes().stream().sorted().toList())
                        .put(AUTHORIZED_AT, connection.authorizedAt())
                        .put(ENDED, connection.ended());
        connection.doubtedAt().ifPresent(at -> item.put("doubtedAt", at));
        connection
                .accessToken()
                .ifPresent(
                        access ->
                                item.put(ACCESS_TOKEN, access.token().base64())
                                        .put(ACCESS_APP, access.app())
                                        .put(EXPIRES, access.expiresAt()));
        connection.refreshedUntil().ifPresent(until -> item.put(REFRESHED_UNTIL, until));
        if (connection.expiryAnnounced()) {
            item.put(ANNOUNCED, true);
        } else if (!connection.ended()) {
            int shard = Key.shard(connection.fan().value(), EXPIRING_SHARDS);
            item.put(RunItem.DUE_SHARD, expiringShard(shard))
                    .put(RunItem.DUE_AT, connection.authorizedAt());
        }
        return item;
    }

    /**
     * Connections that have not been announced are in the index of due runs, in shards of their
     * own, by when they were authorized: how long that lasts may change.
     */
    static String expiringShard(int shard) {
        return "expiring#" + shard;
    }

    static Connection decode(Item item) {
        Sealed userToken = new Sealed(item.text(USER_TOKEN));
        return new Connection(
                new FanId(item.text("fan")),
                StreamingProvider.ofWireName(item.text("provider")).orElseThrow(),
                item.optionalText(ORIGIN).orElseGet(userToken::nonce),
                userToken,
                Set.copyOf(item.texts("scopes")),
                item.time(AUTHORIZED_AT),
                item.optionalTime("doubtedAt"),
                item.flag(ENDED),
                item.optionalText(ACCESS_TOKEN)
                        .map(
                                token ->
                                        new AccessToken(
                                                new Sealed(token),
                                                item.text(ACCESS_APP),
                                                item.time(EXPIRES))),
                item.optionalTime(REFRESHED_UNTIL),
                item.optionalFlag(ANNOUNCED).orElse(false));
    }
}
