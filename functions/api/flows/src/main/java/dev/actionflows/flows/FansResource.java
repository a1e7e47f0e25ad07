package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.Authorization;
import dev.actionflows.domain.management.FanSearch;
import dev.actionflows.domain.management.FanService;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** {@code /v1/fans}: fans and their connections to streaming services. */
final class FansResource {
    private static final String PHONE = "phone";
    private static final String EMAIL = "email";
    private static final String FIRST_NAME = "firstName";
    private static final String A_PHONE_NUMBER = "a phone number in E.164, such as +14155550123";

    private final FanService fans;
    private final FanSearch search;
    private final InstantSource clock;

    FansResource(FanService fans, FanSearch search, InstantSource clock) {
        this.fans = fans;
        this.search = search;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/fans", this::findOrCreate),
                Route.get("/v1/fans", this::find),
                Route.get("/v1/fans/search", this::search),
                Route.get("/v1/fans/{fanId}", this::get),
                Route.get("/v1/fans/{fanId}/consents", this::consents),
                Route.put("/v1/fans/{fanId}/time-zone", this::setTimeZone),
                Route.put("/v1/fans/{fanId}/first-name", this::setFirstName),
                Route.put(
                        "/v1/fans/{fanId}/connections/spotify",
                        (request, caller) -> connect(request, caller, StreamingProvider.SPOTIFY)),
                Route.put(
                        "/v1/fans/{fanId}/connections/apple_music",
                        (request, caller) ->
                                connect(request, caller, StreamingProvider.APPLE_MUSIC)),
                Route.delete(
                        "/v1/fans/{fanId}/connections/spotify",
                        (request, caller) ->
                                disconnect(request, caller, StreamingProvider.SPOTIFY)),
                Route.delete(
                        "/v1/fans/{fanId}/connections/apple_music",
                        (request, caller) ->
                                disconnect(request, caller, StreamingProvider.APPLE_MUSIC)));
    }

    private HttpResponse findOrCreate(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        NewFan fan = Bodies.decode(request, FansResource::newFan);
        FanService.Found found = fans.findOrCreate(project, fan.number(), fan.firstName());
        return HttpResponse.json(
                found.isNew() ? 201 : 200, FanJson.of(found.profile(), clock.instant()));
    }

    private record NewFan(PhoneNumber number, Optional<FirstName> firstName) {}

    private static Optional<NewFan> newFan(Fields fields) {
        Optional<PhoneNumber> number = fields.required(PHONE, PhoneNumber::parse, A_PHONE_NUMBER);
        Optional<FirstName> name =
                fields.optional(FIRST_NAME, FirstName::parse, FirstName.EXPECTED);
        return number.map(it -> new NewFan(it, name));
    }

    /** Finds a fan by one address; never creates one. */
    private HttpResponse find(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Optional<String> phone = request.queryParameter(PHONE);
        Optional<String> email = request.queryParameter(EMAIL);
        if (phone.isPresent() == email.isPresent()) {
            throw ProblemException.invalid(
                    "/" + PHONE, "or /" + EMAIL + " is required, but not both");
        }
        FanService.Profile profile =
                phone.isPresent()
                        ? fans.find(project, phoneNumber(phone.get()))
                        : fans.find(project, emailAddress(email.orElseThrow()));
        return HttpResponse.json(200, FanJson.of(profile, clock.instant()));
    }

    private HttpResponse search(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Optional<NameKey> name = QueryParameters.name(request);
        return Pages.answer(
                request,
                (cursor, limit) ->
                        name.isPresent()
                                ? search.named(project, name.get(), cursor, limit)
                                : search.latest(project, cursor, limit),
                FanJson::summary);
    }

    // an unescaped plus sign in a query means a space
    private static PhoneNumber phoneNumber(String text) {
        return PhoneNumber.parse(text.startsWith(" ") ? "+" + text.strip() : text)
                .orElseThrow(
                        () -> ProblemException.invalid("/" + PHONE, "must be " + A_PHONE_NUMBER));
    }

    private static EmailAddress emailAddress(String text) {
        return EmailAddress.parse(text.strip().replace(' ', '+'))
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "/" + EMAIL,
                                        "must be an email address, such as ada@fans.example"));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        FanService.Profile profile = fans.get(caller.project().id(), PathIds.fan(request));
        return HttpResponse.json(200, FanJson.of(profile, clock.instant()));
    }

    private HttpResponse consents(HttpRequest request, Caller caller) {
        FanId fan = PathIds.fan(request);
        return Pages.answer(
                request,
                (cursor, limit) -> fans.consents(caller.project().id(), fan, cursor, limit),
                FanJson::toJson);
    }

    private HttpResponse setTimeZone(HttpRequest request, Caller caller) {
        FanId fan = PathIds.fan(request);
        ZoneId zone =
                Bodies.decode(
                        request,
                        fields ->
                                fields.required(
                                        "timeZone",
                                        FansResource::timeZone,
                                        "a time zone of the tz database, such as"
                                                + " America/Chicago"));
        FanService.Profile profile = fans.setTimeZone(caller.project().id(), fan, zone);
        return HttpResponse.json(200, FanJson.of(profile, clock.instant()));
    }

    private HttpResponse setFirstName(HttpRequest request, Caller caller) {
        FanId fan = PathIds.fan(request);
        FirstName name =
                Bodies.decode(
                        request,
                        fields ->
                                fields.required(FIRST_NAME, FirstName::parse, FirstName.EXPECTED));
        FanService.Profile profile = fans.setFirstName(caller.project().id(), fan, name);
        return HttpResponse.json(200, FanJson.of(profile, clock.instant()));
    }

    /** An offset such as +02:00 is no place: its clocks would never change. */
    private static Optional<ZoneId> timeZone(String id) {
        return ZoneId.getAvailableZoneIds().contains(id)
                ? Optional.of(ZoneId.of(id))
                : Optional.empty();
    }

    private HttpResponse connect(HttpRequest request, Caller caller, StreamingProvider provider) {
        Project project = caller.project();
        Instant now = clock.instant();
        FanId fan = PathIds.fan(request);
        Authorization authorization =
                Bodies.decode(request, fields -> AuthorizationBody.decode(fields, provider, now));
        FanService.Profile profile = fans.connect(project, fan, authorization);
        return HttpResponse.json(200, FanJson.of(profile, now));
    }

    private HttpResponse disconnect(
            HttpRequest request, Caller caller, StreamingProvider provider) {
        fans.disconnect(caller.project().id(), PathIds.fan(request), provider);
        return HttpResponse.noContent();
    }
}
