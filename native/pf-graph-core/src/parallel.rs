//! Parallel loops for generic code: rayon's machinery is compiled once, here, and not once for every type of weight, id and offset. A task handles
//! thousands of elements, so that calling it through a pointer costs nothing.

use crate::GraphError;
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};

/// Runs the tasks 0…`tasks` − 1; one that fails stops those that have not begun.
pub(crate) fn for_each(tasks: usize, task: &(dyn Fn(usize) -> Result<(), GraphError> + Sync)) -> Result<(), GraphError> {
    (0..tasks).into_par_iter().try_for_each(task)
}

/// The same with a part for each task to own, such as a slice to write to.
pub(crate) fn for_each_part<P: Send>(parts: Vec<P>, work: &(dyn Fn(usize, P) -> Result<(), GraphError> + Sync)) -> Result<(), GraphError> {
    let parts: Vec<Mutex<Option<P>>> = parts.into_iter().map(|part| Mutex::new(Some(part))).collect();
    for_each(parts.len(), &|at| match take(&parts[at]) {
        Some(part) => work(at, part),
        None => Ok(()),
    })
}

/// What each task gives, in their order.
pub(crate) fn map<R: Send>(tasks: usize, work: &(dyn Fn(usize) -> Result<R, GraphError> + Sync)) -> Result<Vec<R>, GraphError> {
    let results: Vec<Mutex<Option<R>>> = (0..tasks).map(|_| Mutex::new(None)).collect();
    for_each(tasks, &|at| {
        let result = work(at)?;
        *results[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        Ok(())
    })?;
    // All have run, or there was an error.
    Ok(results.into_iter().filter_map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner)).collect())
}

fn take<P>(part: &Mutex<Option<P>>) -> Option<P> {
    part.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_their_tasks() {
        assert_eq!(map(1000, &|at| Ok(2 * at)), Ok((0..1000).map(|at| 2 * at).collect()));
        assert_eq!(map(0, &|at| Ok(at)), Ok(vec![]));
    }

    #[test]
    fn each_part_has_one_owner() {
        let mut values = vec![0; 100];
        let parts: Vec<&mut [usize]> = values.chunks_mut(7).collect();
        let written = for_each_part(parts, &|at, part| {
            part.fill(at);
            Ok(())
        });
        assert_eq!(written, Ok(()));
        assert!(values.iter().enumerate().all(|(i, &value)| value == i / 7));
    }

    #[test]
    fn a_task_that_fails_is_the_result() {
        let odd = |at: usize| if at == 3 { Err(GraphError::Cancelled) } else { Ok(at) };
        assert_eq!(map(8, &odd), Err(GraphError::Cancelled));
        assert_eq!(for_each_part(vec![1, 3], &|_, at| odd(at).map(drop)), Err(GraphError::Cancelled));
    }
}
