// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {IRoyaltyVault} from "../../src/interfaces/IRoyaltyVault.sol";
import {StandardMerkleTree} from "../StandardMerkleTree.sol";
import {TestToken} from "../TestToken.sol";
import {CallbackToken} from "../tokens/CallbackToken.sol";
import {VaultPromises} from "./VaultPromises.sol";

/// @title Lives with one vault: payers pay, roots come and go, payees claim, roles pause, thieves try.
contract VaultHandler is VaultPromises {
    uint256 private constant MOST = 1e18;

    CallbackToken private _hooked = new CallbackToken();
    /// @dev Calls that were paid, as they were sent.
    bytes[] private _paid;

    constructor() {
        setUp();
        listed.push(token);
        listed.push(_hooked);
        vm.prank(admin);
        vault.addToken(address(listed[1]));
        _leaveUncounted(IRoyaltyVault.Claimed.selector);
        _leaveUncounted(Pausable.Paused.selector);
        _leaveUncounted(Pausable.Unpaused.selector);
        eventsSeen[address(vault)] = vault.eventCount();
    }

    function deposit(uint256 seed, uint256 amount) external counted watched {
        _fund(_token(seed), bound(amount, 1, MOST));
    }

    function addRevenue(uint256 seed, uint256 amount) external counted watched {
        amount = bound(amount, 1, MOST);
        TestToken paid = _token(seed);
        paid.mint(market, amount);
        vm.startPrank(market);
        paid.approve(address(vault), amount);
        vault.addRevenue(address(paid), keccak256("model"), amount);
        vm.stopPrank();
    }

    /// @dev Tokens sent past `deposit`: nobody's, and no reason for the books to break.
    function donate(uint256 seed, uint256 amount) external counted watched {
        amount = bound(amount, 1, MOST);
        _token(seed).mint(address(vault), amount);
        donated[_token(seed)] += amount;
    }

    function announce(uint256 seed, uint256 amount) external counted watched {
        vm.startPrank(payer);
        vault.requestWithdrawal(address(_token(seed)), bound(amount, 1, MOST));
        vault.setSpendLimit(address(_token(seed)), amount);
        vm.stopPrank();
    }

    function govern(uint32 feePpm) external counted watched {
        vm.startPrank(admin);
        vault.setFee(uint32(bound(feePpm, 20_000, 50_000)));
        vault.setTreasury(address(uint160(0xfee) + feePpm));
        vm.stopPrank();
    }

    function redirect(uint256 from, uint256 to) external counted watched {
        vm.prank(payee(from));
        vault.setRecipient(to % 3 == 0 ? address(0) : payee(to));
    }

    /// @dev Raises what is promised out of what is held, then proposes it, unless something is pending already.
    function propose(uint256 skipped, uint256[10] calldata raises) external counted watched {
        if (vault.paused() || vault.proposal().epoch != 0) return;
        IRoyaltyVault.TokenTotal[] memory totals = new IRoyaltyVault.TokenTotal[](listed.length);
        for (uint256 i = 0; i < listed.length; ++i) {
            totals[i] = IRoyaltyVault.TokenTotal(address(listed[i]), _raise(listed[i], i * PAYEES, raises));
        }
        uint64 epoch = vault.acceptedEpoch() + 1 + uint64(skipped % 3);
        bytes32 previousRoot = vault.acceptedRoot();
        bytes32 root = StandardMerkleTree.root(_leaves(_proposed));
        vm.prank(submitter);
        vault.propose(epoch, previousRoot, root, totals, keccak256("manifest"));
    }

    function accept(uint256 early) external counted watched {
        IRoyaltyVault.Proposal memory pending = vault.proposal();
        if (vault.paused() || pending.epoch == 0) return;
        if (vm.getBlockTimestamp() < pending.acceptableAt) {
            _attempt(abi.encodeCall(vault.accept, (pending.epoch)), "accepted inside the challenge window");
            if (early % 4 == 0) return;
            vm.warp(pending.acceptableAt);
        }
        vault.accept(pending.epoch);
        for (uint256 i = 0; i < listed.length; ++i) {
            for (uint256 j = 0; j < PAYEES; ++j) {
                promised[listed[i]][payee(j)] = _proposed[listed[i]][payee(j)];
            }
        }
    }

    function revoke() external counted watched {
        uint64 epoch = vault.proposal().epoch;
        if (epoch == 0) return;
        vm.prank(guardian);
        vault.revoke(epoch, "seen in time");
    }

    function pauseOrResume(uint256 elapsed) external counted watched {
        bool resuming = vault.paused();
        vm.warp(vm.getBlockTimestamp() + elapsed % 1 days);
        vm.prank(resuming ? admin : guardian);
        resuming ? vault.unpause() : vault.pause();
    }

    function claim(uint256 seed, uint256 place) external counted watched {
        TestToken paid = _token(seed);
        address account = payee(place);
        uint256 cumulative = promised[paid][account];
        uint256 due = cumulative - vault.claimed(account, address(paid));
        if (due == 0) return;
        IRoyaltyVault.Claim memory leaf = _claimOf(paid, account);
        bytes32 root = vault.acceptedRoot();
        uint256 before = paid.balanceOf(vault.recipientOf(account));
        bytes memory payment = abi.encodeCall(vault.claim, (account, address(paid), cumulative, root, leaf.proof));
        vm.prank(stranger);
        Address.functionCall(address(vault), payment);
        if (paid.balanceOf(vault.recipientOf(account)) - before != due) broken = "a claim did not pay what was due";
        _attempt(payment, "a claim was paid twice");
        _paid.push(payment);
    }

    function claimEverything(uint256 seed) external counted watched {
        _claimAllOf(_token(seed));
    }

    /// @dev A claim that was paid once is sent again, whatever happened since.
    function replayAClaim(uint256 seed) external counted watched {
        if (_paid.length == 0) return;
        _attempt(_paid[seed % _paid.length], "a claim was paid again later");
    }

    /// @dev One leaf twice in one call.
    function claimTwiceAtOnce(uint256 seed, uint256 place) external counted watched {
        if (!_isDue(_token(seed), payee(place))) return;
        IRoyaltyVault.Claim[] memory claims = new IRoyaltyVault.Claim[](2);
        claims[0] = _claimOf(_token(seed), payee(place));
        claims[1] = claims[0];
        _attempt(abi.encodeCall(vault.claimMany, (vault.acceptedRoot(), claims)), "a leaf was paid twice at once");
    }

    /// @dev The token calls back into the same claim while it is being paid.
    function reenter(uint256 place) external counted watched {
        if (!_isDue(_hooked, payee(place))) return;
        IRoyaltyVault.Claim memory leaf = _claimOf(_hooked, payee(place));
        bytes memory payment =
            abi.encodeCall(vault.claim, (leaf.account, leaf.token, leaf.cumulative, vault.acceptedRoot(), leaf.proof));
        _hooked.arm(address(vault), payment);
        _attempt(payment, "a claim was re-entered");
        _hooked.arm(address(0), "");
    }

    /// @dev A stolen submitter key promises more than the vault holds.
    function overpromise(uint256 seed, uint256 excess) external counted watched {
        TestToken paid = _token(seed);
        IRoyaltyVault.TokenTotal[] memory totals = new IRoyaltyVault.TokenTotal[](1);
        totals[0] = IRoyaltyVault.TokenTotal(
            address(paid), bound(excess, vault.received(address(paid)) + 1, type(uint256).max)
        );
        bytes memory proposal = abi.encodeCall(
            vault.propose, (vault.acceptedEpoch() + 1, vault.acceptedRoot(), keccak256("theft"), totals, bytes32(0))
        );
        vm.prank(submitter);
        _attempt(proposal, "more was proposed than received");
    }

    /// @dev Not a step: an invariant plays it at every state, and what it changes is dropped.
    function pauseAndClaimEverything() external {
        if (!vault.paused()) {
            vm.prank(guardian);
            vault.pause();
        }
        for (uint256 i = 0; i < listed.length; ++i) {
            _claimAllOf(listed[i]);
        }
    }

    function vaultUnderTest() external view returns (address) {
        return address(vault);
    }

    function _claimAllOf(TestToken paid) private {
        uint256 count = 0;
        for (uint256 j = 0; j < PAYEES; ++j) {
            if (_isDue(paid, payee(j))) ++count;
        }
        IRoyaltyVault.Claim[] memory claims = new IRoyaltyVault.Claim[](count);
        for (uint256 j = 0; j < PAYEES; ++j) {
            if (_isDue(paid, payee(j))) claims[--count] = _claimOf(paid, payee(j));
        }
        vault.claimMany(vault.acceptedRoot(), claims);
        for (uint256 j = 0; j < PAYEES; ++j) {
            if (_isDue(paid, payee(j))) broken = "not everything promised was paid";
        }
    }
}
