// The number of threads of torch and its random numbers are the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
