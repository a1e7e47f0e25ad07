package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.HostedPages;
import dev.actionflows.domain.project.Project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to start an attempt, unverified.
 *
 * @param connectToken of a link in a text
 * @param fanToken of a page of the project; never from a URL
 * @param confirmation what the button on our page sent, see {@link VisitorVerifier#confirmationOf}
 * @param origin the Origin header, only of a POST
 * @param fanCookie of our pages, only of a link: a form has its own token
 * @param browser from the cookie of an earlier attempt
 * @param address of the client, as API Gateway saw it
 * @param agreed what the fan agreed to with the button on our page, see {@link Wording#text}
 * @param page the origin of the project's page that began; only the confirmation makes it
 *     trustworthy
 * @param shown the text in which the fan is asked, if need be
 */
public record StartRequest(
        String provider,
        Optional<String> project,
        Optional<String> connectToken,
        Optional<String> fanToken,
        Optional<String> confirmation,
        Optional<String> origin,
        Optional<FanCookieValue> fanCookie,
        Optional<String> action,
        Optional<String> release,
        Optional<String> artist,
        Optional<String> returnTo,
        Optional<Browser> browser,
        Optional<String> userAgent,
        Optional<String> address,
        Optional<String> agreed,
        Optional<String> page,
        Wording shown) {
    /**
     * @param parameters by their names in links and forms, see {@link StartLink}
     * @param shown in which the fan is asked, if need be
     */
    public static StartRequest of(
            String provider,
            Function<String, Optional<String>> parameters,
            Optional<String> origin,
            Optional<FanCookieValue> fanCookie,
            Optional<Browser> browser,
            Optional<String> userAgent,
            Optional<String> address,
            Wording shown) {
        return new StartRequest(
                provider,
                parameters.apply("project"),
                parameters.apply("t"),
                parameters.apply("fan_token"),
                parameters.apply("confirmation"),
                origin,
                fanCookie,
                parameters.apply("action"),
                parameters.apply("releaseId"),
                parameters.apply("artistId"),
                parameters.apply("return"),
                browser,
                userAgent,
                address,
                parameters.apply("agreed"),
                parameters.apply("page"),
                shown);
    }

    /**
     * The request that the button of our page sends.
     *
     * @param vouching the origin of the project's page that began, unless the fan is asked who they
     *     are
     */
    StartRequest asked(Optional<String> vouching) {
        return with(fanToken, Optional.of(shown.text()), vouching);
    }

    /**
     * The request with the token in the cookie, if it leads back to a page of ours. Any site can
     * make such a link, and another person may use the browser: the fan is asked who they are.
     */
    StartRequest withCookie(Project project) {
        return connectToken.isEmpty()
                        && returnTo.filter(url -> HostedPages.isOne(project, url)).isPresent()
                ? with(fanToken.or(() -> fanCookie.flatMap(it -> it.in(project))), agreed, page)
                : this;
    }

    private StartRequest with(
            Optional<String> otherFanToken,
            Optional<String> otherAgreed,
            Optional<String> otherPage) {
        return new StartRequest(
                provider,
                project,
                connectToken,
                otherFanToken,
                confirmation,
                origin,
                fanCookie,
                action,
                release,
                artist,
                returnTo,
                browser,
                userAgent,
                address,
                otherAgreed,
                otherPage,
                shown);
    }

    /** The text to which the fan has agreed, if the confirmation is valid. */
    Optional<Wording> agreedWording() {
        return agreed.flatMap(Wording::parse);
    }

    /** The token that identifies the fan. */
    Optional<String> token() {
        return connectToken.or(this::fanToken);
    }

    /** What the fan requested, by the parameter names of {@link #of}. */
    Map<String, String> purpose() {
        Map<String, String> parameters = new LinkedHashMap<>();
        action.ifPresent(it -> parameters.put("action", it));
        release.ifPresent(it -> parameters.put("releaseId", it));
        artist.ifPresent(it -> parameters.put("artistId", it));
        returnTo.ifPresent(it -> parameters.put("return", it));
        return parameters;
    }

    /** The same with the project, the token, and what only the form of our page has. */
    Map<String, String> form() {
        Map<String, String> parameters = new LinkedHashMap<>();
        project.ifPresent(it -> parameters.put("project", it));
        connectToken.ifPresent(it -> parameters.put("t", it));
        fanToken.ifPresent(it -> parameters.put("fan_token", it));
        parameters.putAll(purpose());
        page.ifPresent(it -> parameters.put("page", it));
        agreed.ifPresent(it -> parameters.put("agreed", it));
        return parameters;
    }

    /** Omits the tokens. */
    @Override
    public String toString() {
        return "StartRequest[" + provider + ", " + project + ", " + action + "]";
    }
}
