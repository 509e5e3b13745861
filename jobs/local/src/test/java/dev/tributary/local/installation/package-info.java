/** What an operator installs from, held against what it names and against what its readers take. */
package dev.tributary.local.installation;
