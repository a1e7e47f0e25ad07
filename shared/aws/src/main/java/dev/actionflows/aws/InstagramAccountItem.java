package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Sealed;

import java.util.Optional;

/** A project's Instagram account as an item. */
final class InstagramAccountItem {
    static final String ACCOUNT = "accountId";
    static final String TOKEN = "token";

    private static final String ISSUED_AT = "tokenIssuedAt";
    private static final String EXPIRES_AT = "tokenExpiresAt";
    static final String ENDED_AT = "tokenEndedAt";

    private InstagramAccountItem() {}

    static Item encode(ProjectId project, InstagramAccount account) {
        Item item = Item.at(Key.instagramAccount(project)).put(ACCOUNT, account.id().value());
        account.access()
                .ifPresent(
                        access -> {
                            item.put(TOKEN, access.token().base64())
                                    .put(ISSUED_AT, access.issuedAt());
                            access.expiresAt().ifPresent(at -> item.put(EXPIRES_AT, at));
                            access.endedAt().ifPresent(at -> item.put(ENDED_AT, at));
                        });
        return item;
    }

    static InstagramAccount decode(Item item) {
        Optional<InstagramAccess> access =
                item.optionalText(TOKEN)
                        .map(
                                token ->
                                        new InstagramAccess(
                                                new Sealed(token),
                                                item.time(ISSUED_AT),
                                                item.optionalTime(EXPIRES_AT),
                                                item.optionalTime(ENDED_AT)));
        return new InstagramAccount(new InstagramAccountId(item.text(ACCOUNT)), access);
    }
}
