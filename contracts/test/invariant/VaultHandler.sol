// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {IRoyaltyVault} from "../../src/interfaces/IRoyaltyVault.sol";
import {StandardMerkleTree} from "../StandardMerkleTree.sol";
import {TestToken} from "../TestToken.sol";
import {EventCounting} from "./EventCounting.sol";

/// @title Lives with one vault: payers pay, roots come and go, payees claim, roles pause, thieves try.
contract VaultHandler is EventCounting {
    uint256 private constant PAYEES = 5;
    uint256 private constant MOST = 1e18;

    TestToken[] public listed;
    mapping(TestToken listedToken => uint256) public donated;
    mapping(TestToken listedToken => mapping(address payee => uint256)) public promised;
    mapping(TestToken listedToken => mapping(address payee => uint256)) private _proposed;
    /// @dev The first rule that a step broke, empty while all hold.
    string public broken;

    mapping(TestToken listedToken => uint256) private _highestTotal;
    mapping(TestToken listedToken => mapping(address payee => uint256)) private _highestClaimed;
    uint64 private _highestEpoch;

    /// @dev What may only rise is compared after every single step.
    modifier watched() {
        _;
        if (vault.acceptedEpoch() < _highestEpoch) broken = "the accepted epoch fell";
        _highestEpoch = vault.acceptedEpoch();
        for (uint256 i = 0; i < listed.length; ++i) {
            uint256 total = vault.acceptedTotal(address(listed[i]));
            if (total < _highestTotal[listed[i]]) broken = "an accepted total fell";
            _highestTotal[listed[i]] = total;
            for (uint256 j = 0; j < PAYEES; ++j) {
                uint256 claims = vault.claimed(payee(j), address(listed[i]));
                if (claims < _highestClaimed[listed[i]][payee(j)]) broken = "what was claimed fell";
                _highestClaimed[listed[i]][payee(j)] = claims;
            }
        }
    }

    constructor() {
        setUp();
        listed.push(token);
        listed.push(new TestToken("Other", "OTHER"));
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
        vm.prank(stranger);
        vault.claim(account, address(paid), cumulative, root, leaf.proof);
        if (paid.balanceOf(vault.recipientOf(account)) - before != due) broken = "a claim did not pay what was due";
        _attempt(
            abi.encodeCall(vault.claim, (account, address(paid), cumulative, root, leaf.proof)),
            "a claim was paid twice"
        );
    }

    function claimEverything(uint256 seed) external counted watched {
        TestToken paid = _token(seed);
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

    function payee(uint256 place) public pure returns (address) {
        return address(uint160(0x9000 + place % PAYEES));
    }

    function payeeCount() external pure returns (uint256) {
        return PAYEES;
    }

    function listedCount() external view returns (uint256) {
        return listed.length;
    }

    function vaultUnderTest() external view returns (address) {
        return address(vault);
    }

    function _token(uint256 seed) private view returns (TestToken) {
        return listed[seed % listed.length];
    }

    function _isDue(TestToken paid, address account) private view returns (bool) {
        return promised[paid][account] > vault.claimed(account, address(paid));
    }

    function _raise(TestToken paid, uint256 first, uint256[10] calldata raises) private returns (uint256 total) {
        uint256 left = vault.received(address(paid));
        for (uint256 j = 0; j < PAYEES; ++j) {
            left -= promised[paid][payee(j)];
        }
        for (uint256 j = 0; j < PAYEES; ++j) {
            uint256 raise = bound(raises[first + j], 0, left / 2);
            left -= raise;
            _proposed[paid][payee(j)] = promised[paid][payee(j)] + raise;
            total += _proposed[paid][payee(j)];
        }
    }

    function _claimOf(TestToken paid, address account) private view returns (IRoyaltyVault.Claim memory) {
        uint256 cumulative = promised[paid][account];
        bytes32 leaf = StandardMerkleTree.leaf(account, address(paid), cumulative);
        bytes32[] memory proof = StandardMerkleTree.proof(_leaves(promised), leaf);
        return IRoyaltyVault.Claim(account, address(paid), cumulative, proof);
    }

    function _leaves(mapping(TestToken => mapping(address => uint256)) storage cumulative)
        private
        view
        returns (bytes32[] memory leaves)
    {
        uint256 count = 0;
        bytes32[] memory all = new bytes32[](listed.length * PAYEES);
        for (uint256 i = 0; i < all.length; ++i) {
            (TestToken paid, address account) = (listed[i / PAYEES], payee(i));
            uint256 amount = cumulative[paid][account];
            if (amount > 0) all[count++] = StandardMerkleTree.leaf(account, address(paid), amount);
        }
        leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = all[i];
        }
    }

    function _attempt(bytes memory forbidden, string memory rule) private {
        // solhint-disable-next-line avoid-low-level-calls
        (bool success,) = address(vault).call(forbidden);
        if (success) broken = rule;
    }
}
