package dev.actionflows.domain.page;

import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;

import java.time.InstantSource;
import java.util.Optional;

/** Who uses a page, and how often. */
public final class PageVisitors {
    private final FanLookup fans;
    private final RateLimiter limiter;
    private final AddressHash addresses;
    private final FanToken tokens;
    private final InstantSource clock;

    public PageVisitors(FanLookup fans, RateLimiter limiter, Vault vault, InstantSource clock) {
        this.fans = fans;
        this.limiter = limiter;
        this.addresses = new AddressHash(vault);
        this.tokens = FanSession.tokens(vault);
        this.clock = clock;
    }

    /** The fan whom the token identifies; empty if it is invalid, or the fan has been erased. */
    Optional<Fan> fan(Project project, String token) {
        return tokens.verify(project, token, clock.instant())
                .flatMap(id -> fans.find(project.id(), id));
    }

    /** The visitor's token, if it identifies a fan. */
    Optional<String> token(OpenPage page, PageVisit visit) {
        return visit.fanToken().filter(token -> fan(page.project(), token).isPresent());
    }

    /**
     * Counts the visitor first, so that one visitor cannot use up the project's limit.
     *
     * @throws dev.actionflows.domain.error.ProblemException RATE_LIMITED
     */
    void count(OpenPage page, PageVisit visit) {
        Project project = page.project();
        addresses
                .of(project, visit.client().address())
                .ifPresent(it -> limiter.count(project.id(), Rate.REQUESTS_PER_ADDRESS, it));
        limiter.countOfProject(project.id(), Rate.REQUESTS_PER_PUBLISHABLE_KEY, 1);
    }
}
