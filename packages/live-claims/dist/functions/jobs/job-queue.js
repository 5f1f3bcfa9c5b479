import { JOB_FUNCTION } from '../../core/index.js';
/** The Cloud Tasks queue that belongs to the function `runJob`, which stands where the configuration says. */
export function cloudTasksQueue(functions, { region, functionPrefix }) {
    const name = `${functionPrefix}${JOB_FUNCTION}`;
    const queue = functions.taskQueue(`locations/${region}/functions/${name}`);
    return {
        async enqueue(task) {
            try {
                // Cloud Tasks refuses a name that it has seen, which makes this safe to repeat.
                await queue.enqueue(task, { id: `${task.jobId}-${task.step}` });
            }
            catch (error) {
                if (error.code !== 'functions/task-already-exists')
                    throw error;
            }
        },
    };
}
