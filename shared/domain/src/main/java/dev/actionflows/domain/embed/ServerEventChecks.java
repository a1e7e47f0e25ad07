package dev.actionflows.domain.embed;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checks the references of a server's event before anything of it is stored. */
final class ServerEventChecks {
    private final FanLookup fans;
    private final Catalog catalog;
    private final FanToken tokens;

    ServerEventChecks(FanLookup fans, Catalog catalog, FanToken tokens) {
        this.fans = fans;
        this.catalog = catalog;
        this.tokens = tokens;
    }

    /** The fan whom the event identifies by token or id. */
    Optional<FanId> bearer(
            Project project, EventRequest request, List<FanIdentity> proven, Instant now) {
        Violations violations = new Violations();
        Optional<FanId> byToken =
                request.fanToken().flatMap(token -> tokens.verify(project, token, now));
        if (request.fanToken().isPresent() && byToken.isEmpty()) {
            violations.add(request.pointer() + "/fanToken", EventRequest.INVALID_TOKEN);
        }
        Optional<FanId> byId = request.fanId();
        if (byId.isPresent() && request.fanToken().isPresent()) {
            violations.add(request.pointer() + "/fanToken", "must not be used with fanId");
        } else if (byId.filter(id -> fans.find(project.id(), id).isEmpty()).isPresent()) {
            violations.add(request.pointer() + "/fanId", "the project has no such fan");
        }
        if (proven.isEmpty() && byId.isEmpty() && request.fanToken().isEmpty()) {
            violations.add(
                    request.pointer(), "must identify the fan by phone, email, fanId or fanToken");
        }
        return violations.orThrow(Optional.of(byId.or(() -> byToken)));
    }

    /**
     * The subject of an event that no flow listens to may not exist; with a flow, it existed when
     * the flow was stored.
     */
    void requireSubject(Project project, EventRequest request, IntakeFacts facts) {
        if (facts.claims().containsKey(request.scope())) {
            return;
        }
        Violations violations = new Violations();
        request.release()
                .filter(id -> catalog.findRelease(project.id(), id).isEmpty())
                .ifPresent(
                        _ ->
                                violations.add(
                                        request.pointer() + "/releaseId",
                                        "the project has no such release"));
        request.artist()
                .filter(id -> catalog.findArtist(project.id(), id).isEmpty())
                .ifPresent(
                        _ ->
                                violations.add(
                                        request.pointer() + "/artistId",
                                        "the project has no such artist"));
        violations.orThrow(Optional.of(request));
    }

    /**
     * An opt-in without an address requires a fan who has one. Checked before anything is stored.
     */
    void requireAddress(
            Project project, EventRequest request, Optional<FanId> bearer, IntakeFacts facts) {
        Optional<Identity.Kind> kind = request.consentedKind();
        if (kind.isEmpty()) {
            return;
        }
        boolean has =
                bearer.or(() -> facts.identity().flatMap(KnownIdentity::fan))
                        .flatMap(id -> fans.find(project.id(), id))
                        .flatMap(fan -> fan.latest(kind.get()))
                        .isPresent();
        if (!has) {
            throw ProblemException.invalid(
                    request.pointer() + "/" + EventRequest.property(kind.get()),
                    "is required: the fan has none yet");
        }
    }
}
