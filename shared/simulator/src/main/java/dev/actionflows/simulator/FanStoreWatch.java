package dev.actionflows.simulator;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.AccessToken;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Records consent, identities, names and connections as they are written to the fan store. */
final class FanStoreWatch {
    private final InMemoryPorts memory;
    private final IdSource ids;
    private final ConsentHistory consents;
    private final NameHistory names;
    private final OptInCheck optIns;
    private final DisconnectCheck connections;
    private final TokenCheck access;
    private final ReplyCheck replies;
    private final ViolationLog violations;
    private final Consumer<FanStore.Merge> merges;

    FanStoreWatch(
            InMemoryPorts memory,
            IdSource ids,
            ConsentHistory consents,
            NameHistory names,
            OptInCheck optIns,
            DisconnectCheck connections,
            TokenCheck access,
            ReplyCheck replies,
            ViolationLog violations,
            Consumer<FanStore.Merge> merges) {
        this.memory = memory;
        this.ids = ids;
        this.consents = consents;
        this.names = names;
        this.optIns = optIns;
        this.connections = connections;
        this.access = access;
        this.replies = replies;
        this.violations = violations;
        this.merges = merges;
    }

    /** The tokens of all connections that the fan ever had. */
    Set<String> tokens(FanId fan) {
        return connections.tokens(fan);
    }

    <P> P watch(Class<P> type, P store) {
        return PortProxy.of(
                type,
                store,
                (method, arguments, call) -> {
                    Object result = call.proceed();
                    remember(method.getName(), arguments, Boolean.TRUE.equals(result));
                    return result;
                });
    }

    private void remember(String method, Object[] arguments, boolean written) {
        switch (method) {
            case "recordConsent" -> {
                Identity identity = (Identity) arguments[1];
                ConsentChange change = (ConsentChange) arguments[2];
                if (change.messageId().startsWith("import:")
                        && consents.isStopped(identity, Instant.MAX)
                        && !isTrue(identity, it -> it.stopped() || it.mail().complained())) {
                    violations.add(
                            Guarantee.STOP_HONORED,
                            change.messageId() + " of an import lifted a STOP");
                }
                consents.stored(
                        identity, isTrue(identity, it -> it.stopped() || it.mail().complained()));
                consents.bounced(identity, isTrue(identity, it -> it.mail().bounced()));
                if (written) {
                    // a redelivered message changes nothing
                    consents.changed(identity, change);
                    optIns.changed(identity, change);
                }
            }
            case "replyReceived" -> replies.stored((EventId) arguments[2]);
            case "attach" -> {
                if (written) {
                    consents.attached((Fan) arguments[1], List.of((FanIdentity) arguments[2]));
                }
            }
            case "setFirstName" -> {
                if (written) {
                    names.named((Fan) arguments[1], (FirstName) arguments[2]);
                }
            }
            case "connect" -> {
                if (written) {
                    Connection connection = (Connection) arguments[1];
                    access.authorized(connection, tokenOf(connection));
                    connections.connected(connection.fan(), tokenOf(connection));
                    stored(connection);
                }
            }
            case "replace", "storeTokens" -> {
                if (written && arguments[2] instanceof Connection connection) {
                    connections.replaced(connection.fan(), tokenOf(connection));
                    stored(connection);
                    if (connection.ended()) {
                        access.over(List.of(connection.fan()), connection.provider());
                    }
                } else if (arguments[2] instanceof Connection connection) {
                    access.notStored(tokenOf(connection));
                }
            }
            case "disconnect" -> {
                connections.deleted((Fan) arguments[1]);
                access.over(((Fan) arguments[1]).ids(), (StreamingProvider) arguments[2]);
            }
            case "merge" -> {
                if (written) {
                    FanStore.Merge merge = (FanStore.Merge) arguments[1];
                    merges.accept(merge);
                    consents.attached(merge.kept(), merge.given().identities());
                    consents.attached(merge.given(), merge.kept().identities());
                    names.merged(merge);
                    connections.merged(merge.kept());
                    connections.merged(merge.given());
                }
            }
            default -> {}
        }
    }

    private void stored(Connection connection) {
        String token = tokenOf(connection);
        access.stored(
                token,
                connection.accessToken().map(it -> accessTokenOf(connection, it)),
                connection.accessToken().map(AccessToken::expiresAt));
    }

    private boolean isTrue(Identity identity, Predicate<KnownIdentity> state) {
        return memory.fans.findIdentity(SampleProject.ID, identity).filter(state).isPresent();
    }

    /** The token of a connection, as the service issued it. */
    String tokenOf(Connection connection) {
        return open(connection.tokenContext(), connection.userToken());
    }

    private String accessTokenOf(Connection connection, AccessToken token) {
        return open(connection.accessTokenContext(), token.token());
    }

    private String open(String tokenContext, Sealed token) {
        return new Vault(memory.keyRing, ids)
                .open(memory.projects.find(SampleProject.ID).orElseThrow(), tokenContext, token);
    }
}
