/**
 * The usage simulator: a marketplace and its traffic, made from a seed or from files, reported by gateways that behave
 * and by one that does not. The same seed gives the same models, accounts, lines and prices, and so the same total per
 * account, whenever and however fast it runs.
 */
@NullMarked
package dev.tributary.local.simulation;

import org.jspecify.annotations.NullMarked;
