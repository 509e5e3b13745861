package dev.tributary.settlement.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of real nodes. */
final class SendAnswerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ACCEPTED    | already known
                    ACCEPTED    | AlreadyKnown
                    ACCEPTED    | known transaction: 0xab
                    ACCEPTED    | Transaction with the same hash was already imported.
                    ACCEPTED    | transaction already imported
                    UNDERPRICED | transaction underpriced
                    UNDERPRICED | transaction underpriced: tip needed 25000000000, tip permitted 1
                    UNDERPRICED | replacement transaction underpriced
                    UNDERPRICED | Replacement transaction underpriced
                    UNDERPRICED | max fee per gas less than block base fee: address 0xab, maxFeePerGas: 1, baseFee: 7
                    UNDERPRICED | FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1, BaseFee: 7
                    UNDERPRICED | FeeTooLowToCompete
                    UNDERPRICED | INTERNAL_ERROR: could not replace existing tx
                    UNDERPRICED | ReplacementNotAllowed
                    UNDERPRICED | Gas price below configured minimum gas price
                    UNDERPRICED | Max fee per gas is below the current base fee
                    UNDERPRICED | There is another transaction with same nonce in the queue. Try increasing the gas price.
                    UNFUNDED    | insufficient funds for gas * price + value: balance 1, tx cost 20, overshot 19
                    UNFUNDED    | Insufficient funds for gas * price + value
                    UNFUNDED    | InsufficientFunds, Balance is 1 less than sending value + gas 20
                    UNFUNDED    | Upfront cost exceeds account balance
                    UNFUNDED    | sender doesn't have enough funds to send tx. The upfront cost is: 20 and the balance is: 1
                    REFUSED     | nonce too low: next nonce 4, tx nonce 3
                    REFUSED     | unknown transaction type
                    REFUSED     | exceeds block gas limit
                    REFUSED     | intrinsic gas too low
                    REFUSED     | txpool is full
                    REFUSED     | max priority fee per gas higher than max fee per gas
                    REFUSED     | tx fee (2.00 ether) exceeds the configured cap (1.00 ether)
                    REFUSED     | limit exceeded
                    """)
    void aRefusalIsUnderstoodWhicheverNodeSaysIt(SendVerdict verdict, String words) {
        assertThat(SendAnswer.refused(words)).isEqualTo(new SendAnswer(verdict, "refused: " + words));
    }

    @Test
    void anAnswerSaysWhatItIs() {
        assertThat(SendAnswer.accepted()).isEqualTo(new SendAnswer(SendVerdict.ACCEPTED, "accepted"));
        assertThat(SendAnswer.none("timeout")).isEqualTo(new SendAnswer(SendVerdict.UNANSWERED, "no answer: timeout"));
    }
}
