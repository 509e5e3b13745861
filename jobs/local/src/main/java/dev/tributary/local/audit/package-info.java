/**
 * The auditor: recomputes every account from the two logs by brute force.
 *
 * <p>It is written from the specification alone and shares no code with the engine: no class of another package of this
 * project is used here, and where there is a choice it takes another library or another method (web3j instead of the
 * native secp256k1, a document tree instead of a token stream, path enumeration instead of one topological pass). What
 * both get wrong in the same way would have to be wrong in the specification.
 */
@NullMarked
package dev.tributary.local.audit;

import org.jspecify.annotations.NullMarked;
