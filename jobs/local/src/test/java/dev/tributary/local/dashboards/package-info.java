/** Grafana's dashboards, asked as Grafana asks. */
@NullMarked
package dev.tributary.local.dashboards;

import org.jspecify.annotations.NullMarked;
