"""Lists the tasks of a published workflow template with their dates. Standard library only.

Usage: python3 list_tasks.py api/templates/oss.json 2026-07-22
"""

import json
import sys
from datetime import date, timedelta


def due_date(task: dict, anchor: date) -> str:
    """Calendar days are plain dates; workdays and calendars are the planner's business."""
    if "offsetDays" in task:
        return (anchor + timedelta(days=task["offsetDays"])).isoformat()
    return f"{task['offsetWorkdays']:+} workdays"


def proof_of(task: dict) -> str:
    proof = task.get("proofRequirement")
    if proof is None:
        return ""
    return proof["label"] if proof["required"] else f"{proof['label']} (optional)"


def main(path: str, anchor: date) -> None:
    with open(path, encoding="utf-8") as file:
        template = json.load(file)
    if template["schemaVersion"] != 1:
        sys.exit(f"{path} has schema version {template['schemaVersion']}; this script reads 1.")
    if template.get("calendar", {}).get("onNonWorkingDay", "keep") != "keep":
        sys.exit(f"{path} moves dates off days off. Read `opsbook plan --format json` instead.")
    rows = [(due_date(task, anchor), task["refId"], proof_of(task)) for task in template["taskDefinitions"]]
    print(f"{template['name']}: {anchor.isoformat()}")
    for row in sorted(rows, key=lambda row: row[0]):
        print("\t".join(row))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], date.fromisoformat(sys.argv[2]))
