import fc from 'fast-check';

/** Another seed for the property tests, to look further than the suite does every day: `FC_SEED=$RANDOM npm test`. */
const {FC_SEED: seed = '20260801'} = process.env;
fc.configureGlobal({seed: Number(seed)});

export {default as fc} from 'fast-check';
