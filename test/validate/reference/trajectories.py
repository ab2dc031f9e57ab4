"""Trajectories of the reference implementations on counting ones, one line a seed.

The proposals are those of the packages' own code: HpBandSter 0.7.4 (BOHB's configuration generator and SuccessiveHalving,
driven by a loop of one worker) and DEHB 0.1.2 (ask and tell). Rules as in counting-ones-reference.ts: levels 9..729, eta 3,
every evaluation from scratch, cost in units of 729 samples, true normalised regret of the incumbent.

    python trajectories.py bohb 16 0 50 > bohb-16.csv     # method, d, first seed, number of seeds

BOHB: Python 3.11, hpbandster 0.7.4 (installed without its dependencies), ConfigSpace 0.7.1, numpy 1.26.4, statsmodels 0.15.0,
Pyro4 and serpent. DEHB: Python 3.11, DEHB 0.1.2, ConfigSpace 1.2.2, numpy 1.26.4.
"""

import sys

import numpy as np

MOST, LEAST, ETA = 729, 9, 3
COSTS = {"bohb": [1, 5, 21, 63, 105, 210], "dehb": [1, 5, 21, 63, 105, 210, 420]}


def main(method, d, first, count):
    drive = {"bohb": drive_bohb, "dehb": drive_dehb}[method]
    print(",".join(["series", "seed", *map(str, COSTS[method])]))
    for seed in range(first, first + count):
        curve = []
        drive(d, seed, Follower(d, seed, COSTS[method], curve))
        print(f"{method} {d},{seed}," + ",".join(f"{regret:.6g}" for regret in curve), flush=True)


class Enough(Exception):
    pass


class Follower:
    """Evaluates counting ones, and notes the incumbent's true regret at each cost."""

    def __init__(self, d, seed, costs, curve):
        self.d, self.costs, self.curve = d, costs, curve
        self.rng = np.random.default_rng([d, seed])
        self.spent, self.largest, self.best, self.regret = 0, 0, np.inf, np.nan

    def evaluate(self, config, budget):
        samples = int(round(budget))
        while self.spent + samples > self.costs[len(self.curve)] * MOST:
            self.curve.append(self.regret)
            if len(self.curve) == len(self.costs):
                raise Enough
        ones = sum(config[f"cat_{i}"] for i in range(self.d // 2))
        means = np.array([config[f"float_{i}"] for i in range(self.d // 2)])
        loss = float(-ones - np.sum(self.rng.binomial(samples, means) / samples))
        self.spent += samples
        if samples > self.largest or (samples == self.largest and loss < self.best):
            self.largest, self.best = samples, loss
            self.regret = (self.d - ones - float(np.sum(means))) / self.d
        return loss


def space_of(d, seed):
    import ConfigSpace as CS

    space = CS.ConfigurationSpace(seed=seed)
    add = getattr(space, "add_hyperparameter", None) or space.add
    for i in range(d // 2):
        add(CS.CategoricalHyperparameter(f"cat_{i}", [0, 1]))
    for i in range(d // 2):
        add(CS.UniformFloatHyperparameter(f"float_{i}", lower=0, upper=1))
    return space


def drive_bohb(d, seed, follower):
    from hpbandster.core.dispatcher import Job
    from hpbandster.optimizers.iterations import SuccessiveHalving

    generator = bohb_generator(space_of(d, seed))
    np.random.seed(seed)
    levels = 1 + int(round(np.log(MOST / LEAST) / np.log(ETA)))
    budgets = MOST * np.power(float(ETA), -np.linspace(levels - 1, 0, levels))
    number = 0
    while True:
        # The sizes of hpbandster/optimizers/bohb.py, get_next_iteration.
        s = levels - 1 - (number % levels)
        n0 = int(np.floor(levels / (s + 1)) * ETA**s)
        sizes = [max(int(n0 * (ETA ** (-i))), 1) for i in range(s + 1)]
        iteration = SuccessiveHalving(number, sizes, budgets[(-s - 1):], generator.get_config)
        while (run := iteration.get_next_run()) is not None:
            identity, config, budget = run
            job = Job(identity, config=config, budget=budget)
            try:
                job.result = {"loss": follower.evaluate(config, budget), "info": None}
            except Enough:
                return
            iteration.register_result(job)
            generator.new_result(job)
        number += 1


def bohb_generator(space):
    """BOHB's own generator; only its slowest two calls are made faster, with the same results up to rounding."""
    import hpbandster.optimizers.config_generators.bohb as module
    from scipy.special import ndtr, ndtri

    class Faster(module.sm.nonparametric.KDEMultivariate):
        """The product kernel of statsmodels, all points and columns at once."""

        def pdf(self, vector):
            x = np.asarray(vector, dtype=float)
            if getattr(self, "counts", None) is None:
                self.is_choice = np.array([kind == "u" for kind in self.var_type])
                self.counts = np.array([len(np.unique(column)) for column in self.data.T])
            same = self.data == x
            choice = np.where(same, 1 - self.bw, self.bw / (self.counts - 1))
            normal = np.exp(-0.5 * ((self.data - x) / self.bw) ** 2) / (np.sqrt(2 * np.pi) * self.bw)
            return np.prod(np.where(self.is_choice, choice, normal), axis=1).mean()

    class FasterNormal:
        """scipy's truncnorm.rvs for one number: the quantile of one uniform number."""

        @staticmethod
        def rvs(a, b, loc, scale):
            low, high = ndtr(a), ndtr(b)
            return float(np.clip(loc + scale * ndtri(low + np.random.uniform() * (high - low)), 0, 1))

    class Nonparametric:
        KDEMultivariate = Faster

    class Models:
        nonparametric = Nonparametric

    class Distributions:
        truncnorm = FasterNormal

    if "--original" not in sys.argv:
        module.sm, module.sps = Models, Distributions
    return module.BOHB(configspace=space)


def drive_dehb(d, seed, follower):
    import tempfile

    from dehb import DEHB

    with tempfile.TemporaryDirectory() as folder:
        optimizer = DEHB(
            cs=space_of(d, seed), f=lambda *_: None, dimensions=d, min_fidelity=LEAST, max_fidelity=MOST, eta=ETA,
            n_workers=1, seed=seed, output_path=folder, save_freq=None, log_level="ERROR",
        )
        while True:
            job = optimizer.ask()
            try:
                loss = follower.evaluate(job["config"], job["fidelity"])
            except Enough:
                return
            optimizer.tell(job, {"fitness": loss, "cost": 1})


if __name__ == "__main__":
    arguments = [each for each in sys.argv[1:] if not each.startswith("--")]
    main(arguments[0], *map(int, arguments[1:]))
