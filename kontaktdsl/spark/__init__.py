"""The policy on Spark: a DataFrame of customers in, a DataFrame of answers out.

    plan, columns -> the tables and the view of `pushdown` -> `expressions` -> a plan of Spark

What a database reads as SQL, Spark gets as a plan: no text is put together, no view is registered,
and per row nothing runs but Spark's own expressions and joins with small tables that every worker
holds.  It works with Spark Connect (`pyspark-client`) and with classic PySpark, from version 4.
"""

from kontaktdsl.spark.entry import SparkError, decide

__all__ = ["SparkError", "decide"]
