package dev.actionflows.domain.messaging.limits;

/**
 * What a text costs.
 *
 * @param credits for all of its parts
 * @param parts how many it has
 * @param priceVersion the version of the prices, see {@link CreditPrices#version}
 */
public record CreditUse(int credits, int parts, String priceVersion) {}
