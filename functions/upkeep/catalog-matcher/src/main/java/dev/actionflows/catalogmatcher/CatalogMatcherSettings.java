package dev.actionflows.catalogmatcher;

import dev.actionflows.domain.application.Matching;
import dev.actionflows.domain.matching.CatalogMatcher;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, MATCH_QUEUE_URL, SPOTIFY_API_URL,
 *     SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL and APPLE_MUSIC_STOREFRONT
 */
record CatalogMatcherSettings(AwsPorts ports) {
    CatalogMatcher matcher() {
        return Matching.catalogMatcher(ports);
    }
}
