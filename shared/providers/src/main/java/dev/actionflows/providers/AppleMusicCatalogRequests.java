package dev.actionflows.providers;

import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Requests to Apple Music's catalog, in one storefront, with the developer token alone. */
final class AppleMusicCatalogRequests {
    private static final Pattern ID = Pattern.compile("[0-9]{1,20}");

    private final ProviderHttp http;
    private final URI apiUrl;
    private final String storefront;
    private final DeveloperTokens developerTokens;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.music.apple.com}
     * @param storefront an ISO 3166-1 alpha-2 country code in lower case
     * @param time limits the lifetime of developer tokens
     */
    AppleMusicCatalogRequests(HttpClient http, URI apiUrl, String storefront, InstantSource time) {
        this.http = new ProviderHttp(http, CatalogFailures.MAX_BODY_BYTES);
        this.apiUrl = apiUrl;
        this.storefront = storefront;
        this.developerTokens = new DeveloperTokens(time);
    }

    /** Whether there can be such an id in the catalog. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /**
     * @param path below the storefront
     * @param reader of an answer with data
     * @param failure converts the answer to a lookup that failed
     */
    <T> T get(
            StreamingApp app,
            String path,
            FormParameters query,
            TimeBudget budget,
            Function<Answer, T> reader,
            Function<CatalogAnswer, T> failure) {
        try {
            String url =
                    Urls.join(apiUrl, "/v1/catalog/" + storefront + path) + "?" + query.encode();
            Answer answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header(
                                            "Authorization",
                                            Credentials.bearer(
                                                    developerTokens.tokenOf(
                                                            AppleMusicClient.appleMusic(app))))
                                    .GET(),
                            budget);
            if (!answer.isSuccess()) {
                return failure.apply(CatalogFailures.answerOf(AppleMusicClient.failureOf(answer)));
            }
            return answer.has("data")
                    ? reader.apply(answer)
                    : failure.apply(new CatalogAnswer.LookupUnavailable());
        } catch (GeneralSecurityException e) {
            return failure.apply(new CatalogAnswer.AccessDenied());
        } catch (IOException e) {
            return failure.apply(new CatalogAnswer.LookupUnavailable());
        }
    }
}
