-- The model of ldengine as SQLite tables.
-- Amounts are integers of minor units, dates are texts YYYY-MM-DD, lists and maps are JSON.

-- Organisation
-- The organisation whose people learn; one record, taken from the manifest.
CREATE TABLE organisation(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name as it appears on reports.
  name TEXT,
  -- Two-letter ISO 3166 code of the country whose labour law applies.
  country TEXT,
  -- Three-letter code of the currency in which all amounts are kept.
  currency TEXT,
  -- The working language; a label without a language is read as this one.
  language TEXT,
  -- Code of the sector, for collective agreements, funds and benchmarks.
  sector_code TEXT,
  -- Whether averages and thresholds count full-time equivalents or heads.
  headcount_policy TEXT CHECK (headcount_policy IN ('fte', 'heads')),
  -- How amounts are meant that do not state it themselves.
  vat_basis TEXT CHECK (vat_basis IN ('ex', 'inc', 'exempt')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Organisational unit
-- A department or team; units form a tree in which budgets and people have a place.
CREATE TABLE units(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The unit that this one is a part of.
  parent TEXT REFERENCES units(id),
  -- Code under which finance books the costs of this unit.
  cost_centre TEXT,
  -- The role that leads the unit.
  manager_role TEXT REFERENCES roles(id),
  -- The most learning time that the unit as a whole can spare in a year. Unit: minutes.
  minutes_max INTEGER CHECK (minutes_max >= 0),
  -- Days on which nobody of the unit can be away for learning.
  blocked_dates TEXT CHECK (blocked_dates IS NULL OR json_valid(blocked_dates)),
  -- First day on which the unit exists.
  valid_from TEXT,
  -- Last day on which the unit exists; empty when it goes on.
  valid_to TEXT,
  -- The ids from the top unit down to this one. Derived.
  path TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Planning period
-- A fiscal year, school year or a part of it that differs from the calendar.
CREATE TABLE periods(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Whether it is a year, half-year, quarter or month.
  kind TEXT CHECK (kind IN ('year', 'half', 'quarter', 'month')),
  -- First day of the period.
  starts_on TEXT NOT NULL,
  -- Last day of the period, included.
  ends_on TEXT NOT NULL,
  -- The longer period that this one is a part of.
  parent TEXT REFERENCES periods(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Role
-- A job or role with its own requirements, as in the job classification.
CREATE TABLE roles(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The family of related roles that this one belongs to.
  family TEXT,
  -- The unit where the role occurs, when it is bound to one.
  unit TEXT REFERENCES units(id),
  -- Whether the work stops or becomes unsafe when the role is not filled.
  critical INTEGER CHECK (critical IN (0, 1)),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Employee
-- A person who works for the organisation; a pseudonym will do as id.
CREATE TABLE employees(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Whether the person is at work, on leave or has left.
  status TEXT CHECK (status IN ('active', 'on_leave', 'left')),
  -- The unit where the person works.
  unit TEXT REFERENCES units(id),
  -- The current role, when no separate assignments are given.
  role TEXT REFERENCES roles(id),
  -- The person to whom the employee reports.
  manager TEXT REFERENCES employees(id),
  -- Working hours as a part of a full-time week. Unit: fte.
  fte REAL CHECK (fte BETWEEN 0 AND 1),
  -- First day of the contract.
  contract_from TEXT,
  -- Last day of the contract; empty when it is open-ended.
  contract_to TEXT,
  -- The most time that the person can spend on learning in a year. Unit: minutes.
  minutes_max INTEGER CHECK (minutes_max >= 0),
  -- Fully loaded wage cost of an hour, from which the wage loss is computed. Minor units.
  hourly_cost INTEGER CHECK (hourly_cost >= 0),
  -- When the person works, which decides what forms of learning fit.
  work_pattern TEXT CHECK (work_pattern IN ('day', 'shift', 'night', 'part_time')),
  -- Where the person usually works.
  location TEXT,
  -- Languages in which the person can follow a course.
  languages TEXT CHECK (languages IS NULL OR json_valid(languages)),
  -- Only where the law asks for reports by age, such as on those over fifty.
  birth_year INTEGER CHECK (birth_year > 0),
  -- Groups that the person belongs to, only for checks that the law allows.
  group_tags TEXT CHECK (group_tags IS NULL OR json_valid(group_tags)),
  -- The ground in privacy law on which this personal data is used.
  legal_basis TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Role assignment
-- That an employee has, is heading for or stands in for a role.
CREATE TABLE role_assignments(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The person who is assigned.
  employee TEXT NOT NULL REFERENCES employees(id),
  -- The role that the person is assigned to.
  role TEXT NOT NULL REFERENCES roles(id),
  -- The unit where the role is carried out.
  unit TEXT REFERENCES units(id),
  -- Part of the person's working time that goes to this role. Unit: share.
  share REAL CHECK (share BETWEEN 0 AND 1),
  -- First day of the assignment.
  valid_from TEXT,
  -- Last day of the assignment; empty when it goes on.
  valid_to TEXT,
  -- Whether it is the current role, a next one or a temporary replacement.
  kind TEXT CHECK (kind IN ('current', 'target', 'acting')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Proficiency scale
-- An ordered set of levels against which competencies are judged.
CREATE TABLE scales(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Scale level
-- One level of a proficiency scale.
CREATE TABLE scale_levels(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The scale that the level belongs to.
  scale TEXT NOT NULL REFERENCES scales(id),
  -- Rank of the level in the scale; a higher number is more proficient. Unit: levels.
  level INTEGER NOT NULL CHECK (level >= 0),
  -- The level on a scale of 0 to 100, to compare scales.
  numeric REAL CHECK (numeric BETWEEN 0 AND 100),
  -- What somebody at this level knows, can do and shows in behaviour.
  descriptor TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Document version
-- A version of a vision, policy or plan as it is put before people to decide on.
CREATE TABLE documents(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- What sort of document it is, such as policy or annual_plan; it decides who must sign off.
  kind TEXT NOT NULL,
  -- The vision, policy or plan that the document lays down.
  about TEXT,
  -- Number of this version of the document.
  version INTEGER,
  -- SHA-256 over the record and its parts; it changes when the content does. Derived.
  content_hash TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Sign-off
-- The approval, advice or consent of a body on a document, void once the content changes.
CREATE TABLE sign_offs(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The document that was decided on.
  document TEXT NOT NULL REFERENCES documents(id),
  -- The function in the organisation that decides or is heard.
  body TEXT NOT NULL CHECK (body IN ('management', 'finance', 'hr', 'communication', 'works_council', 'employee_rep', 'policy_owner', 'other')),
  -- Whether approval, advice, consent or information was asked.
  kind TEXT NOT NULL CHECK (kind IN ('approve', 'advise', 'consent', 'inform')),
  -- The article of law or agreement that requires it.
  legal_basis TEXT,
  -- When the document was put before the body.
  requested_on TEXT,
  -- When the body decided.
  decided_on TEXT,
  -- What was decided: yes, no, or in other words; only yes counts as agreement.
  decision TEXT,
  -- Conditions under which the decision was given.
  condition_text TEXT,
  -- Content hash, or its first 12 digits, that the decision covers.
  covers_hash TEXT,
  -- The earlier entry that this one corrects.
  supersedes TEXT REFERENCES sign_offs(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Mission and vision
-- What the organisation is for and where it is heading, by version.
CREATE TABLE mission_visions(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Number of the strategy that goals and the learning vision refer to.
  version INTEGER,
  -- The mission and vision in words.
  text TEXT,
  -- First day on which this strategy applies.
  valid_from TEXT,
  -- Last day on which it applies; empty when it goes on.
  valid_to TEXT,
  -- How far this version is; empty counts as in force.
  status TEXT CHECK (status IN ('draft', 'proposed', 'consulted', 'approved', 'active', 'running', 'closed', 'superseded', 'retired', 'rejected')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Strategic goal
-- What the organisation wants to reach, and to which learning has to contribute.
CREATE TABLE goals(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Version of the mission and vision that the goal comes from.
  strategy_version INTEGER,
  -- The wider goal that this one helps to reach.
  parent TEXT REFERENCES goals(id),
  -- What is meant and how it will be noticed.
  description TEXT,
  -- The stakeholder who answers for the goal.
  owner_stakeholder TEXT REFERENCES stakeholders(id),
  -- When work on the goal starts.
  horizon_start TEXT,
  -- When the goal is to be reached.
  horizon_end TEXT,
  -- Weight among the goals beside it; when all are empty they weigh the same. Unit: share.
  weight REAL CHECK (weight >= 0),
  -- The unit that the goal is for; empty for the whole organisation.
  unit TEXT REFERENCES units(id),
  -- Whether the goal is being pursued, reached or given up.
  status TEXT CHECK (status IN ('draft', 'active', 'achieved', 'dropped')),
  -- The kind of result that the goal is after.
  ambition_kind TEXT CHECK (ambition_kind IN ('growth', 'quality', 'efficiency', 'compliance', 'people', 'innovation')),
  -- Share of the whole strategy: the weights multiplied down the tree of goals. Unit: share. Derived.
  total_weight REAL,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Key performance indicator
-- A figure that shows whether a goal comes closer.
CREATE TABLE kpis(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The goal that the indicator measures.
  goal TEXT REFERENCES goals(id),
  -- What the values count, such as days, percent or complaints.
  unit_of_measure TEXT,
  -- Whether the value should rise, fall or stay as it is.
  direction TEXT CHECK (direction IN ('up', 'down', 'keep')),
  -- The value before anything was done.
  baseline_value REAL,
  -- When the baseline was measured.
  baseline_date TEXT,
  -- The value to reach.
  target_value REAL,
  -- When the target is to be reached.
  target_date TEXT,
  -- Deviation from the target that is still good enough.
  tolerance REAL CHECK (tolerance >= 0),
  -- How often it is measured: week, month, quarter, half or year, or a number of days.
  frequency TEXT,
  -- The system or report that the values come from.
  data_source TEXT,
  -- Who answers for the figure.
  owner TEXT,
  -- Whether it measures efficiency, effectiveness or outcome.
  metric_type TEXT CHECK (metric_type IN ('efficiency', 'effectiveness', 'outcome')),
  -- What one unit of change is worth, needed to compute a return. Minor units.
  monetary_value_per_unit INTEGER,
  -- Id of the rule that computes the value, when it is not measured by hand.
  formula TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- KPI measurement
-- The value of an indicator on a date.
CREATE TABLE kpi_measurements(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The indicator that was measured.
  kpi TEXT NOT NULL REFERENCES kpis(id),
  -- The unit where it was measured; empty for the whole organisation.
  unit TEXT REFERENCES units(id),
  -- When it was measured.
  date TEXT NOT NULL,
  -- The period that the value is about.
  period TEXT,
  -- The measured value, in the unit of the indicator.
  value REAL NOT NULL,
  -- How far the value can be trusted, from 0 to 1. Unit: share.
  quality REAL CHECK (quality BETWEEN 0 AND 1),
  -- Report or person that the value was taken from.
  origin TEXT,
  -- The earlier measurement that this one corrects.
  supersedes TEXT REFERENCES kpi_measurements(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Contribution hypothesis
-- The claim that a need, competency or programme helps a goal.
CREATE TABLE goal_contributions(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The goal that is helped.
  goal TEXT NOT NULL REFERENCES goals(id),
  -- The learning need that contributes.
  need TEXT REFERENCES needs(id),
  -- The competency that contributes.
  competency TEXT REFERENCES competencies(id),
  -- The programme that contributes.
  programme TEXT REFERENCES programmes(id),
  -- Why this learning should move the goal: the reasoning in words.
  mechanism_text TEXT,
  -- Part of the goal that it is expected to bring about. Unit: share.
  expected_share REAL CHECK (expected_share BETWEEN 0 AND 1),
  -- Used instead of a share; it is divided by the sum over the goal.
  weight REAL CHECK (weight >= 0),
  -- What the expectation rests on.
  evidence_grade TEXT CHECK (evidence_grade IN ('assumption', 'expert', 'data', 'study')),
  -- Days between learning and the effect on the indicator. Unit: days.
  lag_days INTEGER CHECK (lag_days >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((need IS NOT NULL) + (competency IS NOT NULL) + (programme IS NOT NULL) = 1)
);

-- Development movement
-- A large change in how people work, from one state to another.
CREATE TABLE movements(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- How things are now.
  from_state TEXT,
  -- How things are to be.
  to_state TEXT,
  -- Who leads the movement.
  owner TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Strategic goals that the movement serves.
CREATE TABLE movement_goal(
  movement TEXT NOT NULL REFERENCES movements(id),
  goal TEXT NOT NULL REFERENCES goals(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (movement, position)
);

-- Milestone
-- A point by which a movement must have shown a result.
CREATE TABLE milestones(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The movement that the milestone belongs to.
  movement TEXT NOT NULL REFERENCES movements(id),
  -- When the result must be there.
  due_on TEXT NOT NULL,
  -- What must have been reached.
  text TEXT,
  -- The indicator that shows it.
  kpi TEXT REFERENCES kpis(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Workforce demand
-- How many people a role needs in a period, from strategic workforce planning.
CREATE TABLE role_demands(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The role that people are needed for.
  role TEXT NOT NULL REFERENCES roles(id),
  -- The unit that needs them; empty for the whole organisation.
  unit TEXT REFERENCES units(id),
  -- When they are needed.
  period TEXT NOT NULL,
  -- Number of people needed. Unit: heads.
  heads INTEGER CHECK (heads >= 0),
  -- Full-time equivalents needed. Unit: fte.
  fte REAL CHECK (fte >= 0),
  -- Part of the people who are expected to leave in the period. Unit: share.
  attrition_share REAL CHECK (attrition_share BETWEEN 0 AND 1),
  -- Number of people who retire in the period. Unit: heads.
  retirement_heads INTEGER CHECK (retirement_heads >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((heads IS NOT NULL) + (fte IS NOT NULL) >= 1)
);

-- Learning vision
-- What the organisation believes about learning, in answer to its strategy.
CREATE TABLE learning_visions(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Number of the vision that the policy refers to.
  version INTEGER,
  -- The beliefs about learning, one by one.
  statements TEXT CHECK (statements IS NULL OR json_valid(statements)),
  -- Version of the mission and vision that this vision was made for.
  answers_strategy_version INTEGER,
  -- Who approved the vision.
  approver TEXT,
  -- How far this version is; empty counts as in force.
  status TEXT CHECK (status IN ('draft', 'proposed', 'consulted', 'approved', 'active', 'running', 'closed', 'superseded', 'retired', 'rejected')),
  -- First day on which the vision applies.
  valid_from TEXT,
  -- Last day on which it applies; empty when it goes on.
  valid_to TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Learning policy
-- The agreements on learning: principles, objectives and focus areas, by version.
CREATE TABLE policies(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Number of the policy that HRD plans refer to.
  version INTEGER,
  -- Version of the learning vision that the policy works out.
  vision_version INTEGER,
  -- First day on which the policy applies.
  valid_from TEXT,
  -- Last day on which it applies; empty when it goes on.
  valid_to TEXT,
  -- When the policy is to be looked at again.
  review_on TEXT,
  -- How far this version is; empty counts as in force.
  status TEXT CHECK (status IN ('draft', 'proposed', 'consulted', 'approved', 'active', 'running', 'closed', 'superseded', 'retired', 'rejected')),
  -- Whether the policy lets the employer claim back training costs.
  repayment_clause INTEGER CHECK (repayment_clause IN (0, 1)),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Units, with their subunits, that the policy holds for; empty for all.
CREATE TABLE policy_scope_unit(
  policy TEXT NOT NULL REFERENCES policies(id),
  scope_unit TEXT NOT NULL REFERENCES units(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (policy, position)
);

-- Policy principle
-- A ground rule of the policy, tested by a rule or openly marked as not testable.
CREATE TABLE principles(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The policy that the principle belongs to.
  policy TEXT REFERENCES policies(id),
  -- The principle in words.
  text TEXT NOT NULL,
  -- Whether a rule can test the principle.
  testable INTEGER CHECK (testable IN (0, 1)),
  -- Id of the rule that tests it, such as budget/over.
  rule_id TEXT,
  -- Values that the principle sets for its rule.
  parameters TEXT CHECK (parameters IS NULL OR json_valid(parameters)),
  -- How serious it is when the principle is not kept.
  severity TEXT CHECK (severity IN ('error', 'warning', 'note', 'off')),
  -- Who explains the principle and may grant exceptions.
  owner TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Learning objective of the policy
-- What the learning policy itself is to bring about, with a measure.
CREATE TABLE policy_objectives(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The policy that the objective belongs to.
  policy TEXT REFERENCES policies(id),
  -- The indicator that measures the objective.
  kpi TEXT REFERENCES kpis(id),
  -- The value of the indicator to reach.
  target REAL,
  -- When it is to be reached.
  date TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Strategic goals that the objective serves.
CREATE TABLE policy_objective_goal(
  policy_objective TEXT NOT NULL REFERENCES policy_objectives(id),
  goal TEXT NOT NULL REFERENCES goals(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (policy_objective, position)
);

-- Focus area
-- A subject to which the policy reserves a share of the money or time.
CREATE TABLE focus_areas(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The policy that names the focus area.
  policy TEXT REFERENCES policies(id),
  -- The least part of the plan's money that goes to it. Unit: share.
  min_share_money REAL CHECK (min_share_money BETWEEN 0 AND 1),
  -- The largest part of the plan's money that may go to it. Unit: share.
  max_share_money REAL CHECK (max_share_money BETWEEN 0 AND 1),
  -- The least part of the learning hours that goes to it. Unit: share.
  min_share_hours REAL CHECK (min_share_hours BETWEEN 0 AND 1),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Competencies that fall under the focus area.
CREATE TABLE focus_area_competency(
  focus_area TEXT NOT NULL REFERENCES focus_areas(id),
  competency TEXT NOT NULL REFERENCES competencies(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (focus_area, position)
);

-- Strategic goals that the focus area serves.
CREATE TABLE focus_area_goal(
  focus_area TEXT NOT NULL REFERENCES focus_areas(id),
  goal TEXT NOT NULL REFERENCES goals(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (focus_area, position)
);

-- RACI entry
-- The part of a body or role in one step of the learning process.
CREATE TABLE responsibilities(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The step, such as request, approval, design or administration.
  process_step TEXT NOT NULL,
  -- The body that has the part, when it is not a role.
  body TEXT CHECK (body IN ('management', 'finance', 'hr', 'communication', 'works_council', 'employee_rep', 'policy_owner', 'other')),
  -- The role that has the part, when it is not a body.
  role TEXT REFERENCES roles(id),
  -- Responsible, accountable, consulted or informed.
  letter TEXT NOT NULL CHECK (letter IN ('R', 'A', 'C', 'I')),
  -- The largest amount that may be decided on in this step. Minor units.
  amount_max INTEGER CHECK (amount_max >= 0),
  -- Time that the step takes in a year. Unit: minutes.
  minutes_per_year INTEGER CHECK (minutes_per_year >= 0),
  -- What the step costs in a year. Minor units.
  cost_per_year INTEGER CHECK (cost_per_year >= 0),
  -- The supplier to which the step is outsourced.
  supplier TEXT REFERENCES suppliers(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((body IS NOT NULL) + (role IS NOT NULL) = 1)
);

-- Entitlement
-- A right to time or money for learning, such as a personal development budget.
CREATE TABLE entitlements(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Expression over an employee that tells who has the right; empty for all.
  beneficiary_rule TEXT,
  -- Learning time that the right gives a full-timer. Unit: minutes.
  amount_minutes INTEGER CHECK (amount_minutes >= 0),
  -- Learning days that the right gives a full-timer. Unit: days.
  amount_days REAL CHECK (amount_days >= 0),
  -- Money that the right gives a full-timer. Minor units.
  amount_money INTEGER CHECK (amount_money >= 0),
  -- Number of years that the amount is for. Unit: years.
  per_years INTEGER CHECK (per_years > 0),
  -- Whether the amount follows working hours, months in service, or both.
  pro_rata TEXT CHECK (pro_rata IS NULL OR json_valid(pro_rata)),
  -- Part of what is left that may be taken to the next term. Unit: share.
  carry_over_share REAL CHECK (carry_over_share BETWEEN 0 AND 1),
  -- The law, collective agreement or scheme that gives the right.
  legal_basis TEXT,
  -- First day on which the right exists.
  valid_from TEXT,
  -- Last day on which it exists; empty when it goes on.
  valid_to TEXT,
  -- Whether what was used can be claimed back from the employee.
  repayment_clause INTEGER CHECK (repayment_clause IN (0, 1)),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Use of an entitlement
-- What an employee took from an entitlement on a date.
CREATE TABLE entitlement_uses(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The person who used the right.
  employee TEXT NOT NULL REFERENCES employees(id),
  -- The right that was used.
  entitlement TEXT NOT NULL REFERENCES entitlements(id),
  -- When it was used.
  date TEXT NOT NULL,
  -- Learning time that was taken. Unit: minutes.
  amount_minutes INTEGER CHECK (amount_minutes >= 0),
  -- Learning days that were taken. Unit: days.
  amount_days REAL CHECK (amount_days >= 0),
  -- Money that was spent from the right. Minor units.
  amount_money INTEGER CHECK (amount_money >= 0),
  -- The participation that it was used for.
  participation TEXT REFERENCES participations(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((amount_minutes IS NOT NULL) + (amount_days IS NOT NULL) + (amount_money IS NOT NULL) = 1)
);

-- Strategic HRD plan
-- The development of people over several years, drawn from policy and strategy.
CREATE TABLE hrd_plans(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Number of this version of the plan.
  version INTEGER,
  -- Version of the learning policy that the plan carries out.
  policy_version INTEGER,
  -- First day of the planning horizon.
  starts_on TEXT NOT NULL,
  -- Last day of the planning horizon.
  ends_on TEXT NOT NULL,
  -- How far this version is; empty counts as in force.
  status TEXT CHECK (status IN ('draft', 'proposed', 'consulted', 'approved', 'active', 'running', 'closed', 'superseded', 'retired', 'rejected')),
  -- When the plan was last held against reality.
  reviewed_on TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Units, with their subunits, that the plan is for; empty for all.
CREATE TABLE hrd_plan_scope_unit(
  hrd_plan TEXT NOT NULL REFERENCES hrd_plans(id),
  scope_unit TEXT NOT NULL REFERENCES units(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (hrd_plan, position)
);

-- Strategic goals that the plan serves.
CREATE TABLE hrd_plan_goal(
  hrd_plan TEXT NOT NULL REFERENCES hrd_plans(id),
  goal TEXT NOT NULL REFERENCES goals(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (hrd_plan, position)
);

-- HRD programme
-- A line of development within the HRD plan, with an owner, time and money.
CREATE TABLE programmes(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The plan that the programme is part of.
  hrd_plan TEXT REFERENCES hrd_plans(id),
  -- The movement that the programme carries out.
  movement TEXT REFERENCES movements(id),
  -- Who leads the programme.
  owner TEXT,
  -- First day of the programme.
  starts_on TEXT,
  -- Last day of the programme.
  ends_on TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Strategic goals that the programme serves.
CREATE TABLE programme_goal(
  programme TEXT NOT NULL REFERENCES programmes(id),
  goal TEXT NOT NULL REFERENCES goals(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (programme, position)
);

-- Programme envelope
-- Money and time set aside for a programme in one year.
CREATE TABLE envelopes(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The programme that it is set aside for.
  programme TEXT NOT NULL REFERENCES programmes(id),
  -- The plan year, a calendar year or a written one.
  year TEXT NOT NULL,
  -- Money set aside. Minor units.
  amount INTEGER CHECK (amount >= 0),
  -- Learning time set aside. Unit: minutes.
  minutes INTEGER CHECK (minutes >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Annual training plan
-- What will be learned in one year, by whom and at what cost.
CREATE TABLE annual_plans(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The year that the plan is for; empty means the plan year of the project.
  year TEXT,
  -- The HRD plan that this year carries out.
  hrd_plan TEXT REFERENCES hrd_plans(id),
  -- The learning policy that the plan keeps to.
  policy TEXT REFERENCES policies(id),
  -- The scenario that the plan was drawn up under.
  scenario TEXT REFERENCES scenarios(id),
  -- The unit, when it is a manager's own plan.
  unit TEXT REFERENCES units(id),
  -- How far the plan is, from draft to closed.
  status TEXT CHECK (status IN ('draft', 'proposed', 'consulted', 'approved', 'running', 'closed')),
  -- From when the plan only changes by decision.
  frozen_on TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Plan line
-- One learning activity in the annual plan: for which needs, when, for how many, at what cost.
CREATE TABLE plan_lines(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The plan that the line is in; empty means the plan of the plan year.
  annual_plan TEXT REFERENCES annual_plans(id),
  -- The HRD programme that the line is part of.
  programme TEXT REFERENCES programmes(id),
  -- The training or activity that is chosen.
  offering TEXT REFERENCES offerings(id),
  -- Mandatory, core, strategic, team or individual learning.
  lane TEXT CHECK (lane IN ('mandatory', 'core', 'strategic', 'team', 'individual')),
  -- The unit that the line is for, when it is for one.
  unit TEXT REFERENCES units(id),
  -- The role that the line is for, when it is for one.
  role TEXT REFERENCES roles(id),
  -- A run that already exists and that the line takes seats in.
  session TEXT REFERENCES sessions(id),
  -- Number of places that are planned. Unit: heads.
  seats_planned INTEGER CHECK (seats_planned >= 0),
  -- Number of groups that are planned.
  sessions_planned INTEGER CHECK (sessions_planned >= 0),
  -- When the learning takes place.
  period TEXT,
  -- Learning time of one participant. Unit: minutes.
  minutes_per_seat INTEGER CHECK (minutes_per_seat >= 0),
  -- Whole cost; empty means the offering's cost once, per session and per seat. Minor units.
  cost INTEGER CHECK (cost >= 0),
  -- Currency of the cost, when it is not the organisation's.
  currency TEXT,
  -- Whether the cost is without, with or exempt from VAT.
  vat_basis TEXT CHECK (vat_basis IN ('ex', 'inc', 'exempt')),
  -- The budget that pays all of it; otherwise the line has fundings.
  budget TEXT REFERENCES budgets(id),
  -- Whether the line is in the plan, and whether that is fixed.
  decision TEXT CHECK (decision IN ('in', 'out', 'locked_in', 'locked_out')),
  -- Why the line is in or out, such as IN_VALUE or OUT_BUDGET.
  reason_code TEXT,
  -- What the reason is about: the budget, period, resource or rule.
  detail TEXT CHECK (detail IS NULL OR json_valid(detail)),
  -- The parts that the value of the line is made of.
  score_breakdown TEXT CHECK (score_breakdown IS NULL OR json_valid(score_breakdown)),
  -- What the organisation wants to reach with it.
  aim_organisation TEXT,
  -- The behaviour at work that it should lead to.
  aim_work TEXT,
  -- The skills that participants acquire.
  aim_skills TEXT,
  -- How the learning is designed.
  aim_learning TEXT,
  -- The change of an indicator with which the organisation is content.
  criterion_organisation TEXT,
  -- The behaviour that must be seen at work afterwards.
  criterion_work TEXT,
  -- The result of a test or work sample that is good enough.
  criterion_skills TEXT,
  -- The judgement of participants that is good enough.
  criterion_learning TEXT,
  -- How far the line is, from proposed to evaluated.
  status TEXT CHECK (status IN ('proposed', 'approved', 'committed', 'running', 'done', 'evaluated', 'rejected', 'withdrawn')),
  -- When the line was approved.
  approved_on TEXT,
  -- The body, role or person that approved it, whose mandate is checked.
  approved_by TEXT,
  -- Quarter of the plan year in which the period starts, 1 to 4. Derived.
  quarter INTEGER,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Learning needs that the line answers.
CREATE TABLE plan_line_need(
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  need TEXT NOT NULL REFERENCES needs(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (plan_line, position)
);

-- The people who take part, when they are known by name.
CREATE TABLE plan_line_employee(
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  employee TEXT NOT NULL REFERENCES employees(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (plan_line, position)
);

-- Need served
-- How many seats of a plan line go to one need, and in which unit.
CREATE TABLE plan_line_needs(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The line that gives the seats.
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  -- The need that is served.
  need TEXT NOT NULL REFERENCES needs(id),
  -- The unit whose people take the seats.
  unit TEXT REFERENCES units(id),
  -- Number of seats for this need. Unit: heads.
  seats INTEGER NOT NULL CHECK (seats >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Funding
-- The part of a plan line's cost that one budget pays.
CREATE TABLE fundings(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The line that is paid for.
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  -- The budget that pays.
  budget TEXT NOT NULL REFERENCES budgets(id),
  -- The amount that the budget pays. Minor units.
  amount INTEGER NOT NULL CHECK (amount >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Scenario
-- A variant of the plan under other assumptions, such as doing nothing or ten percent less budget.
CREATE TABLE scenarios(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The plan that the scenario varies.
  annual_plan TEXT REFERENCES annual_plans(id),
  -- Values that differ, written as for --set: budgets:IT-2027.setup and its value.
  overrides TEXT CHECK (overrides IS NULL OR json_valid(overrides)),
  -- The scenario whose overrides are taken over first.
  parent TEXT REFERENCES scenarios(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Competency framework
-- A set of competencies that belong together, such as an organisation's own dictionary, ESCO or e-CF.
CREATE TABLE frameworks(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- What the framework covers and for whom it is meant.
  description TEXT,
  -- Who publishes and maintains the framework.
  publisher TEXT,
  -- The publisher's own name of this edition.
  edition TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Competency
-- Knowledge, skill or behaviour that work asks for and that people can develop.
CREATE TABLE competencies(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The framework that the competency comes from.
  framework TEXT REFERENCES frameworks(id),
  -- The wider competency of which this one is a part.
  parent TEXT REFERENCES competencies(id),
  -- The code that the framework gives to the competency.
  code TEXT,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- What somebody who has the competency knows, can do or shows.
  description TEXT,
  -- Whether it is mainly knowledge, skill, behaviour or attitude.
  facet TEXT CHECK (facet IN ('knowledge', 'skill', 'behaviour', 'attitude', 'mixed')),
  -- The proficiency scale that gives the levels; without one levels run from 0 to 100.
  scale TEXT REFERENCES scales(id),
  -- True when everyone in the organisation is expected to have it.
  core INTEGER CHECK (core IN (0, 1)),
  -- True when the work stops or becomes unsafe without people who have it.
  critical INTEGER CHECK (critical IN (0, 1)),
  -- Months after which half of what was learnt is out of date. Unit: months.
  half_life_months INTEGER CHECK (half_life_months > 0),
  -- Whether the competency is in use.
  status TEXT CHECK (status IN ('draft', 'active', 'retired')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Competency relation
-- How one competency relates to another, in the terms of the CASE standard.
CREATE TABLE competency_relations(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The competency that the relation starts from.
  from_competency TEXT NOT NULL REFERENCES competencies(id),
  -- What the first competency is to the second.
  type TEXT NOT NULL CHECK (type IN ('isChildOf', 'isPeerOf', 'isPartOf', 'exactMatchOf', 'precedes', 'isRelatedTo', 'replacedBy', 'exemplar', 'hasSkillLevel', 'isTranslationOf')),
  -- The competency that the relation points to.
  to_competency TEXT NOT NULL REFERENCES competencies(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Role requirement
-- The level of a competency that a role asks for: a line of its target profile.
CREATE TABLE role_requirements(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The role that asks for the competency.
  role TEXT NOT NULL REFERENCES roles(id),
  -- The competency that is asked for.
  competency TEXT NOT NULL REFERENCES competencies(id),
  -- The level that somebody in this role should have. Unit: levels.
  required_level INTEGER NOT NULL CHECK (required_level >= 0),
  -- How heavily the requirement counts in weighted gaps.
  weight REAL CHECK (weight >= 0),
  -- How serious it is when the level is missing, from 1 (hardly) to 5 (very).
  criticality INTEGER CHECK (criticality BETWEEN 1 AND 5),
  -- True when law, collective agreement or policy demands the level.
  mandatory INTEGER CHECK (mandatory IN (0, 1)),
  -- The day on which holders of the role should have the level.
  by_date TEXT,
  -- First day on which the requirement holds.
  valid_from TEXT,
  -- Last day on which the requirement holds; empty means open-ended.
  valid_to TEXT,
  -- Whether the role cannot do without it, or merely benefits from it.
  kind TEXT CHECK (kind IN ('essential', 'optional')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Assessment
-- One observed level of one employee on one competency; a correction is a new row.
CREATE TABLE assessments(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The employee who was assessed.
  employee TEXT NOT NULL REFERENCES employees(id),
  -- The competency that was assessed.
  competency TEXT NOT NULL REFERENCES competencies(id),
  -- The day on which the level was established.
  date TEXT NOT NULL,
  -- How the level was established.
  method TEXT CHECK (method IN ('self', 'manager', 'peer', '360', 'test', 'work_sample', 'credential', 'import')),
  -- The level that was found, on the competency's scale. Unit: levels.
  level INTEGER NOT NULL CHECK (level >= 0),
  -- The test, form or questionnaire that was used.
  instrument TEXT,
  -- Last day on which the outcome still counts.
  valid_until TEXT,
  -- How far the outcome can be trusted, from 0 to 1. Unit: share.
  reliability REAL CHECK (reliability BETWEEN 0 AND 1),
  -- Who established the level.
  assessor TEXT,
  -- The round of appraisals to which the assessment belongs.
  cycle TEXT,
  -- Only final assessments count.
  status TEXT CHECK (status IN ('draft', 'final')),
  -- The earlier assessment that this row corrects.
  supersedes TEXT REFERENCES assessments(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Certificate type
-- A certificate, licence or authorisation that people can hold, with its term.
CREATE TABLE credential_types(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Short code under which the certificate is known.
  code TEXT,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Months that a certificate stays valid; empty means that it does not expire. Unit: months.
  validity_months INTEGER CHECK (validity_months > 0),
  -- Days before expiry from which renewing makes sense. Unit: days.
  renewal_window_days INTEGER CHECK (renewal_window_days >= 0),
  -- Days after expiry in which somebody may still do the work. Unit: days.
  grace_days INTEGER CHECK (grace_days >= 0),
  -- What makes the certificate obligatory.
  legal_basis TEXT CHECK (legal_basis IN ('law', 'cao', 'customer', 'internal')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- The offerings with which the certificate can be renewed.
CREATE TABLE credential_type_renewal_offering(
  credential_type TEXT NOT NULL REFERENCES credential_types(id),
  renewal_offering TEXT NOT NULL REFERENCES offerings(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (credential_type, position)
);

-- Certificate
-- A certificate that an employee obtained; a renewal or correction is a new row.
CREATE TABLE credentials(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The holder of the certificate.
  employee TEXT NOT NULL REFERENCES employees(id),
  -- Which certificate it is.
  credential_type TEXT NOT NULL REFERENCES credential_types(id),
  -- The day on which it was issued.
  issued_on TEXT,
  -- The last day on which it is valid; empty means that it does not expire.
  expires_on TEXT,
  -- Number or place of the document that proves it.
  evidence_ref TEXT,
  -- The earlier row that this one corrects or renews.
  supersedes TEXT REFERENCES credentials(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Obligation
-- Who must hold a certificate; every condition that is given must hold.
CREATE TABLE compliance_requirements(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The certificate that is obligatory.
  credential_type TEXT NOT NULL REFERENCES credential_types(id),
  -- Only for people in this role.
  role TEXT REFERENCES roles(id),
  -- Only for people in this unit.
  unit TEXT REFERENCES units(id),
  -- Only for people who carry this tag.
  group_tag TEXT,
  -- The day from which the obligation applies.
  from_date TEXT,
  -- Days after the start in the role by which the certificate must be there. Unit: days.
  deadline_days_after_start INTEGER CHECK (deadline_days_after_start >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Competence gap
-- What a current role asks of an active employee against the level they have.
CREATE TABLE gaps(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The employee whose level is compared.
  employee TEXT NOT NULL REFERENCES employees(id),
  -- The competency that a current role requires.
  competency TEXT NOT NULL REFERENCES competencies(id),
  -- The unit of the employee.
  unit TEXT REFERENCES units(id),
  -- The role with the highest requirement.
  role TEXT REFERENCES roles(id),
  -- The highest level that the current roles ask for. Unit: levels.
  required INTEGER CHECK (required >= 0),
  -- The level according to the valid assessments; empty when never assessed. Unit: levels.
  "current" INTEGER CHECK ("current" >= 0),
  -- Levels still to be gained; empty when the current level is unknown. Unit: levels.
  gap INTEGER CHECK (gap >= 0),
  -- The weight of the requirement.
  weight REAL CHECK (weight >= 0),
  -- The criticality of the requirement.
  criticality INTEGER CHECK (criticality BETWEEN 1 AND 5),
  -- Whether the requirement is mandatory.
  mandatory INTEGER CHECK (mandatory IN (0, 1)),
  -- The day on which the level should be there.
  by_date TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Current level
-- The current level of an employee on a competency, merged from the valid assessments.
CREATE TABLE levels(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The employee who has the level.
  employee TEXT NOT NULL REFERENCES employees(id),
  -- The competency that the level is about.
  competency TEXT NOT NULL REFERENCES competencies(id),
  -- The level on the scale of the competency. Unit: levels.
  level INTEGER CHECK (level >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Trigger
-- What made somebody ask for learning: a goal, a gap, a law, an incident.
CREATE TABLE triggers(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Where the need comes from.
  kind TEXT NOT NULL CHECK (kind IN ('goal', 'movement', 'gap', 'law', 'incident', 'hr_cycle', 'request', 'new_hire', 'technology', 'audit', 'trend', 'exit')),
  -- The record that gave rise to it, such as goals:g1.
  ref TEXT,
  -- The day on which it came up.
  date TEXT,
  -- What happened, in a few words.
  text TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Learning need
-- What a group of people must learn, and why.
CREATE TABLE needs(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Whether the organisation, a team or one person has the need.
  level TEXT CHECK (level IN ('organisation', 'team', 'individual')),
  -- The lane in which the need is planned; when empty it follows from the need itself.
  lane TEXT CHECK (lane IN ('mandatory', 'core', 'strategic', 'team', 'individual')),
  -- Why people do not yet do what the work asks.
  cause TEXT CHECK (cause IN ('knowledge', 'skill', 'behaviour', 'motivation', 'tools', 'organisation', 'unknown')),
  -- Whether learning takes the cause away, and not better tools or other work.
  remedy_is_learning TEXT CHECK (remedy_is_learning IN ('yes', 'partly', 'no')),
  -- The unit whose people have the need, subunits included.
  unit TEXT REFERENCES units(id),
  -- The role whose holders have the need.
  role TEXT REFERENCES roles(id),
  -- How many people must learn; when empty the people of the group are counted. Unit: heads.
  heads INTEGER CHECK (heads >= 0),
  -- The certificate that the need is about.
  credential_type TEXT REFERENCES credential_types(id),
  -- What people do now.
  current_text TEXT,
  -- What people will do when the need is met.
  desired_text TEXT,
  -- The day by which the need should be met.
  deadline TEXT,
  -- What the change means for the people concerned.
  impact_on_staff TEXT,
  -- Worth of one seat; when empty it is weighed from strategy push and need pull.
  priority REAL CHECK (priority >= 0),
  -- The parts of which the priority consists.
  priority_breakdown TEXT CHECK (priority_breakdown IS NULL OR json_valid(priority_breakdown)),
  -- How far the need has come.
  status TEXT CHECK (status IN ('open', 'planned', 'met', 'rejected', 'deferred')),
  -- Why the need was rejected, deferred or given its status.
  reason TEXT,
  -- The goal to which the need contributes most, by goal weight times expected share. Derived.
  goal TEXT REFERENCES goals(id),
  -- The sum of the levels that the need asks for. Unit: levels. Derived.
  gap INTEGER CHECK (gap >= 0),
  -- How strongly the strategic goals call for it, relative to the largest in the plan. Derived.
  push REAL CHECK (push >= 0),
  -- How large and critical the gap per person is, relative to the largest in the plan. Derived.
  pull REAL CHECK (pull >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- What gave rise to the need.
CREATE TABLE need_trigger(
  need TEXT NOT NULL REFERENCES needs(id),
  "trigger" TEXT NOT NULL REFERENCES triggers(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (need, position)
);

-- The people who have the need, when they are known by name.
CREATE TABLE need_employee(
  need TEXT NOT NULL REFERENCES needs(id),
  employee TEXT NOT NULL REFERENCES employees(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (need, position)
);

-- The offerings that somebody has named as a candidate.
CREATE TABLE need_offering(
  need TEXT NOT NULL REFERENCES needs(id),
  offering TEXT NOT NULL REFERENCES offerings(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (need, position)
);

-- Competency of a need
-- The level of one competency that a need asks for.
CREATE TABLE need_competencies(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The need that asks for it.
  need TEXT NOT NULL REFERENCES needs(id),
  -- The competency to develop.
  competency TEXT NOT NULL REFERENCES competencies(id),
  -- The level that people have now. Unit: levels.
  from_level INTEGER CHECK (from_level >= 0),
  -- The level that people should reach. Unit: levels.
  to_level INTEGER NOT NULL CHECK (to_level >= 0),
  -- How many people it concerns; when empty those of the need. Unit: heads.
  heads INTEGER CHECK (heads >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Training request
-- What an employee or a unit asks to learn, and what was decided.
CREATE TABLE learning_requests(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The employee who asks; otherwise give a unit and heads.
  employee TEXT REFERENCES employees(id),
  -- The unit that asks on behalf of a group.
  unit TEXT REFERENCES units(id),
  -- How many people the unit asks for. Unit: heads.
  heads INTEGER CHECK (heads >= 0),
  -- The offering that is asked for, when it is in the catalogue.
  offering TEXT REFERENCES offerings(id),
  -- What is asked for, in the words of the applicant.
  text TEXT,
  -- Why it is asked for.
  reason TEXT,
  -- What it is expected to cost. Minor units.
  cost INTEGER CHECK (cost >= 0),
  -- When the applicant would like to take part.
  wished_period TEXT,
  -- Who decides on the request.
  approver TEXT,
  -- What became of the request.
  status TEXT CHECK (status IN ('open', 'approved', 'rejected', 'deferred', 'withdrawn')),
  -- The day of the decision.
  decided_on TEXT,
  -- Why it was decided so.
  decision_reason TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Provider
-- A training provider or other supplier of learning.
CREATE TABLE suppliers(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The quality marks that the provider holds, such as NRTO or Cedeo.
  quality_marks TEXT CHECK (quality_marks IS NULL OR json_valid(quality_marks)),
  -- First day of the contract.
  contract_from TEXT,
  -- Last day of the contract; empty means open-ended.
  contract_to TEXT,
  -- The discount agreed with the provider. Unit: share.
  discount REAL CHECK (discount BETWEEN 0 AND 1),
  -- The part of the planned money that goes to this provider. Unit: share. Derived.
  dependency_share REAL CHECK (dependency_share BETWEEN 0 AND 1),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Learning offering
-- A course, coaching or other learning activity that can be planned.
CREATE TABLE offerings(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Formal, non-formal or informal learning.
  kind TEXT CHECK (kind IN ('formal', 'non_formal', 'informal')),
  -- Learning from work (70), from others (20) or in courses (10).
  class_702010 TEXT CHECK (class_702010 IN ('70', '20', '10')),
  -- The form in which people learn.
  modality TEXT CHECK (modality IN ('classroom', 'virtual', 'blended', 'elearning', 'coaching', 'on_the_job', 'intervision', 'conference', 'self_study', 'exam')),
  -- Whether it is bought, licensed or developed in-house.
  sourcing TEXT CHECK (sourcing IN ('buy_open', 'buy_incompany', 'license', 'build', 'blend', 'free')),
  -- The offering of which this is a variant; only one of the variants is chosen.
  variant_of TEXT REFERENCES offerings(id),
  -- Whether the offering can still be planned.
  status TEXT CHECK (status IN ('active', 'expired')),
  -- Who provides it; empty for learning that the organisation provides itself.
  supplier TEXT REFERENCES suppliers(id),
  -- Time per participant with a trainer, coach or group. Unit: minutes.
  minutes_contact INTEGER CHECK (minutes_contact >= 0),
  -- Time per participant for preparation and self-study. Unit: minutes.
  minutes_self INTEGER CHECK (minutes_self >= 0),
  -- Time that developers need before it can run. Unit: minutes.
  minutes_development INTEGER CHECK (minutes_development >= 0),
  -- Fewest participants with whom a session goes ahead. Unit: heads.
  min_group INTEGER CHECK (min_group >= 0),
  -- Most participants in one session; empty means no limit. Unit: heads.
  max_group INTEGER CHECK (max_group > 0),
  -- Most sessions that can run in one quarter. Unit: sessions per quarter.
  sessions_max INTEGER CHECK (sessions_max >= 0),
  -- Most seats that are available in a year. Unit: seats per year.
  seats_max INTEGER CHECK (seats_max >= 0),
  -- What it costs once, such as development. Minor units.
  cost_once INTEGER CHECK (cost_once >= 0),
  -- What every session costs, whatever the number of participants. Minor units.
  cost_per_session INTEGER CHECK (cost_per_session >= 0),
  -- What every participant costs. Minor units.
  cost_per_seat INTEGER CHECK (cost_per_seat >= 0),
  -- Currency of the amounts; empty means the organisation's.
  currency TEXT,
  -- Whether the amounts include VAT; empty means as the organisation does.
  vat_basis TEXT CHECK (vat_basis IN ('ex', 'inc', 'exempt')),
  -- Days between the decision and the earliest start. Unit: days.
  lead_time_days INTEGER CHECK (lead_time_days >= 0),
  -- First day on which it can start.
  available_from TEXT,
  -- Last day on which it can run; empty means open-ended.
  available_to TEXT,
  -- The languages in which it is given.
  languages TEXT CHECK (languages IS NULL OR json_valid(languages)),
  -- The places where it is given.
  locations TEXT CHECK (locations IS NULL OR json_valid(locations)),
  -- Whether it starts on fixed dates or on demand.
  start_rule TEXT CHECK (start_rule IN ('fixed', 'on_demand')),
  -- Level in the Dutch qualifications framework, such as 4 or 4+.
  level_nlqf TEXT,
  -- The certificate that participants obtain.
  credential_type TEXT REFERENCES credential_types(id),
  -- What participants can do afterwards.
  outcomes_text TEXT,
  -- Who keeps the offering up to date.
  owner TEXT,
  -- The day on which contents and price were last checked.
  last_reviewed_on TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- The offerings that people must have completed before.
CREATE TABLE offering_prerequisite(
  offering TEXT NOT NULL REFERENCES offerings(id),
  prerequisite TEXT NOT NULL REFERENCES offerings(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (offering, position)
);

-- Competency of an offering
-- The level of one competency that an offering leads to.
CREATE TABLE offering_competencies(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The offering that develops the competency.
  offering TEXT NOT NULL REFERENCES offerings(id),
  -- The competency that is developed.
  competency TEXT NOT NULL REFERENCES competencies(id),
  -- The level that participants need at the start. Unit: levels.
  from_level INTEGER CHECK (from_level >= 0),
  -- The level that participants reach. Unit: levels.
  to_level INTEGER NOT NULL CHECK (to_level >= 0),
  -- Share of the participants who reach the level; when empty the general prior is used. Unit: share.
  effectiveness REAL CHECK (effectiveness BETWEEN 0 AND 1),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Cost component
-- One part of what an offering or a session costs.
CREATE TABLE cost_components(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The offering that costs this; otherwise give a session.
  offering TEXT REFERENCES offerings(id),
  -- The session that costs this.
  session TEXT REFERENCES sessions(id),
  -- What is paid for.
  kind TEXT NOT NULL CHECK (kind IN ('tuition', 'incompany_fee', 'development', 'trainer', 'exam', 'material', 'travel', 'stay', 'room', 'licence', 'administration', 'wage_loss', 'maintenance')),
  -- How often the amount counts: once, per session, per seat, per hour or per year.
  basis TEXT NOT NULL CHECK (basis IN ('once', 'per_session', 'per_seat', 'per_hour', 'per_year')),
  -- The amount for each time the basis counts. Minor units.
  amount INTEGER NOT NULL CHECK (amount >= 0),
  -- Currency of the amount; empty means the organisation's.
  currency TEXT,
  -- Whether the amount includes VAT; empty means as the organisation does.
  vat_basis TEXT CHECK (vat_basis IN ('ex', 'inc', 'exempt')),
  -- Who pays; when empty the unit for costs per seat and per hour, else central.
  bearer TEXT CHECK (bearer IN ('central', 'unit', 'employee', 'fund')),
  -- First day on which the amount holds.
  valid_from TEXT,
  -- Last day on which the amount holds; empty means open-ended.
  valid_to TEXT,
  -- True when nobody can take part without this cost.
  required INTEGER CHECK (required IN (0, 1)),
  -- True for direct training cost, false for indirect cost such as wage loss.
  direct INTEGER CHECK (direct IN (0, 1)),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((offering IS NOT NULL) + (session IS NOT NULL) = 1)
);

-- Make-or-buy case
-- The comparison of buying an offering and developing it in-house.
CREATE TABLE make_or_buy_cases(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Years over which the offering will be used. Unit: years.
  horizon_years INTEGER CHECK (horizon_years > 0),
  -- Seats needed in each year. Unit: seats per year.
  demand_per_year INTEGER CHECK (demand_per_year >= 0),
  -- The yearly rate by which later money counts for less. Unit: share.
  discount_rate REAL CHECK (discount_rate BETWEEN 0 AND 1),
  -- The numbers of seats at which developing is cheaper than buying. Unit: seats.
  result_set TEXT,
  -- Scores on criteria other than money, such as confidentiality or speed.
  criteria_scores TEXT CHECK (criteria_scores IS NULL OR json_valid(criteria_scores)),
  -- What was decided.
  decision TEXT CHECK (decision IN ('buy', 'build', 'blend')),
  -- Who took the decision.
  decided_by TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- The needs that the case is about.
CREATE TABLE make_or_buy_case_need(
  make_or_buy_case TEXT NOT NULL REFERENCES make_or_buy_cases(id),
  need TEXT NOT NULL REFERENCES needs(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (make_or_buy_case, position)
);

-- The offerings that are compared.
CREATE TABLE make_or_buy_case_offering(
  make_or_buy_case TEXT NOT NULL REFERENCES make_or_buy_cases(id),
  offering TEXT NOT NULL REFERENCES offerings(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (make_or_buy_case, position)
);

-- Session
-- One run of an offering for one group.
CREATE TABLE sessions(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The offering that is given.
  offering TEXT NOT NULL REFERENCES offerings(id),
  -- The plan line for which it runs.
  plan_line TEXT REFERENCES plan_lines(id),
  -- First day of the session.
  starts_on TEXT,
  -- Last day of the session.
  ends_on TEXT,
  -- Fewest participants with whom it goes ahead. Unit: seats.
  seats_min INTEGER CHECK (seats_min >= 0),
  -- Most participants who can join. Unit: seats.
  seats_max INTEGER CHECK (seats_max >= 0),
  -- The trainer who gives it.
  trainer TEXT REFERENCES resources(id),
  -- The room in which it takes place.
  room TEXT REFERENCES resources(id),
  -- Whether it is planned, confirmed, cancelled or done.
  status TEXT CHECK (status IN ('planned', 'confirmed', 'cancelled', 'done')),
  -- The day on which it is decided whether the session goes ahead.
  cut_off_date TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Session part
-- One meeting of a session.
CREATE TABLE session_parts(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The session to which the meeting belongs.
  session TEXT NOT NULL REFERENCES sessions(id),
  -- Day and time of the start.
  starts_at TEXT NOT NULL,
  -- Day and time of the end.
  ends_at TEXT NOT NULL,
  -- Where the meeting takes place.
  location TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Trainer, room
-- A trainer, room or developer whose time is limited.
CREATE TABLE resources(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Trainer, room or developer.
  kind TEXT NOT NULL CHECK (kind IN ('trainer', 'room', 'developer')),
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Days on which the resource is not available.
  blocked_dates TEXT CHECK (blocked_dates IS NULL OR json_valid(blocked_dates)),
  -- What an hour of the resource costs. Minor units.
  cost INTEGER CHECK (cost >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- The offerings for which the resource can be used.
CREATE TABLE resource_offering(
  resource TEXT NOT NULL REFERENCES resources(id),
  offering TEXT NOT NULL REFERENCES offerings(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (resource, position)
);

-- Capacity
-- The time that a trainer, room or developer has in a period.
CREATE TABLE capacities(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The trainer, room or developer.
  resource TEXT NOT NULL REFERENCES resources(id),
  -- The period in which the time is available.
  period TEXT NOT NULL,
  -- The time that is available in the period. Unit: minutes.
  minutes INTEGER NOT NULL CHECK (minutes >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- External identifier
-- The code of a record in another system or standard.
CREATE TABLE external_ids(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The record that has the code, such as competencies:c1.
  record TEXT NOT NULL,
  -- The system or standard that gave the code, such as ESCO or payroll.
  scheme TEXT NOT NULL,
  -- The code itself.
  code TEXT NOT NULL,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Training budget
-- Money that may be spent on learning, with its owner, period and purpose.
CREATE TABLE budgets(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Who carries the budget; empty is the unit when one is given, else central.
  owner TEXT CHECK (owner IN ('central', 'unit', 'employee', 'fund')),
  -- The unit that the budget belongs to.
  unit TEXT REFERENCES units(id),
  -- The fund or subsidy that supplies the money.
  fund TEXT REFERENCES funds(id),
  -- The employee whose personal budget this is.
  employee TEXT REFERENCES employees(id),
  -- Cost centre in the financial administration.
  cost_centre TEXT,
  -- Year, half-year, quarter or month that the money is for; empty is the plan year.
  period TEXT,
  -- Only for lines of this lane; empty is for all.
  lane TEXT CHECK (lane IN ('mandatory', 'core', 'strategic', 'team', 'individual')),
  -- The focus area that the money is set apart for.
  focus_area TEXT REFERENCES focus_areas(id),
  -- The amount granted at the start of the period. Minor units.
  setup INTEGER NOT NULL CHECK (setup >= 0),
  -- Whether the amount is a hard limit or a guideline.
  mode TEXT CHECK (mode IN ('restrictive', 'indicative')),
  -- True: each period stands alone; else money left over moves on within the year.
  strict INTEGER CHECK (strict IN (0, 1)),
  -- The larger budget that this one is a part of.
  parent TEXT REFERENCES budgets(id),
  -- How the amount was arrived at.
  basis TEXT CHECK (basis IN ('fixed', 'per_fte', 'pct_payroll', 'pct_compensation')),
  -- Amount per fte, or percentage of payroll or compensation.
  basis_value REAL CHECK (basis_value >= 0),
  -- What came over from the previous period; negative after an overrun. Minor units.
  carry_in INTEGER,
  -- The earlier record of this budget that this change replaces.
  supersedes TEXT REFERENCES budgets(id),
  -- ISO 4217 code; empty is the currency of the organisation.
  currency TEXT,
  -- Whether the amounts are without VAT, with VAT or exempt from it.
  vat_basis TEXT CHECK (vat_basis IN ('ex', 'inc', 'exempt')),
  -- What the plan lines that are in take from this budget and its children. Minor units. Derived.
  planned INTEGER,
  -- Sum of the commitments on this budget and its children. Minor units. Derived.
  committed INTEGER,
  -- Sum of the actual costs on this budget and its children. Minor units. Derived.
  executed INTEGER,
  -- Set-up plus what was carried in, less what is planned. Minor units. Derived.
  "left" INTEGER,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Commitment
-- Money promised to a third party by an order or contract and not yet invoiced.
CREATE TABLE commitments(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The budget that the commitment weighs on.
  budget TEXT NOT NULL REFERENCES budgets(id),
  -- The plan line that the money is committed for.
  plan_line TEXT REFERENCES plan_lines(id),
  -- The session that the money is committed for.
  session TEXT REFERENCES sessions(id),
  -- Amount committed; negative when a commitment is released. Minor units.
  amount INTEGER NOT NULL,
  -- Day on which the commitment was made.
  date TEXT NOT NULL,
  -- Number of the order or contract.
  doc_ref TEXT,
  -- Kind of cost, such as tuition or travel.
  kind TEXT,
  -- ISO 4217 code; empty is the currency of the organisation.
  currency TEXT,
  -- Whether the amount is without VAT, with VAT or exempt from it.
  vat_basis TEXT CHECK (vat_basis IN ('ex', 'inc', 'exempt')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Actual cost
-- Money spent, as the financial administration booked it.
CREATE TABLE actuals(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The budget that the cost is charged to.
  budget TEXT NOT NULL REFERENCES budgets(id),
  -- The plan line that the cost was made for.
  plan_line TEXT REFERENCES plan_lines(id),
  -- The session that the cost was made for.
  session TEXT REFERENCES sessions(id),
  -- Amount booked; negative for a credit note. Minor units.
  amount INTEGER NOT NULL,
  -- Booking date.
  date TEXT NOT NULL,
  -- Number of the invoice or booking.
  doc_ref TEXT,
  -- Kind of cost, such as tuition or travel.
  kind TEXT,
  -- ISO 4217 code; empty is the currency of the organisation.
  currency TEXT,
  -- Whether the amount is without VAT, with VAT or exempt from it.
  vat_basis TEXT CHECK (vat_basis IN ('ex', 'inc', 'exempt')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Fund, subsidy
-- Outside money for learning, with the conditions on which it is granted.
CREATE TABLE funds(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Share of the eligible cost that the fund pays. Unit: share.
  rate REAL CHECK (rate BETWEEN 0 AND 1),
  -- The most that the fund pays. Minor units.
  cap INTEGER CHECK (cap >= 0),
  -- Eligible cost below which nothing is granted. Minor units.
  cost_min INTEGER CHECK (cost_min >= 0),
  -- Kinds of cost that count; empty is every kind.
  eligible_kinds TEXT CHECK (eligible_kinds IS NULL OR json_valid(eligible_kinds)),
  -- Shares that may be added to the cost, by name, such as overhead.
  surcharges TEXT CHECK (surcharges IS NULL OR json_valid(surcharges)),
  -- First day on which an application may be sent in.
  window_from TEXT,
  -- Last day on which an application may be sent in.
  window_to TEXT,
  -- Documents that the fund wants to see.
  evidence_list TEXT CHECK (evidence_list IS NULL OR json_valid(evidence_list)),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Subsidy claim
-- An application to a fund for the cost of plan lines.
CREATE TABLE subsidy_claims(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The fund that is asked to pay.
  fund TEXT NOT NULL REFERENCES funds(id),
  -- Amount that the plan counts on. Minor units.
  amount_expected INTEGER CHECK (amount_expected >= 0),
  -- Amount that the fund has granted. Minor units.
  granted INTEGER CHECK (granted >= 0),
  -- Amount that has been received. Minor units.
  paid INTEGER CHECK (paid >= 0),
  -- Where the application stands, in the words of the fund.
  status TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- The plan lines whose cost is claimed.
CREATE TABLE subsidy_claim_plan_line(
  subsidy_claim TEXT NOT NULL REFERENCES subsidy_claims(id),
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (subsidy_claim, position)
);

-- Participation
-- One employee in one session or self-paced offering.
CREATE TABLE participations(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Who takes part.
  employee TEXT NOT NULL REFERENCES employees(id),
  -- The session; for learning without a session fill in the offering.
  session TEXT REFERENCES sessions(id),
  -- The offering, when there is no session.
  offering TEXT REFERENCES offerings(id),
  -- The plan line that this seat belongs to.
  plan_line TEXT REFERENCES plan_lines(id),
  -- How far the participation has come.
  status TEXT CHECK (status IN ('planned', 'enrolled', 'attended', 'completed', 'failed', 'no_show', 'cancelled')),
  -- Learning time planned for this person. Unit: minutes.
  minutes_planned INTEGER CHECK (minutes_planned >= 0),
  -- Learning time really spent. Unit: minutes.
  minutes_realised INTEGER CHECK (minutes_realised >= 0),
  -- Whether the learning counts as working time.
  in_work_time INTEGER CHECK (in_work_time IN (0, 1)),
  -- Share of the cost of the seat that the employee pays. Unit: share.
  cost_share REAL CHECK (cost_share BETWEEN 0 AND 1),
  -- Result of the test or assignment.
  score REAL,
  -- Whether the employee met the standard.
  passed INTEGER CHECK (passed IN (0, 1)),
  -- Day on which the participation was completed.
  completed_on TEXT,
  -- The request that led to this participation.
  learning_request TEXT REFERENCES learning_requests(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((session IS NOT NULL) + (offering IS NOT NULL) = 1)
);

-- Informal learning
-- Learning outside courses: on the job, from each other, on one's own.
CREATE TABLE informal_activities(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Who learned; for a team fill in the unit.
  employee TEXT REFERENCES employees(id),
  -- The team that learned together.
  unit TEXT REFERENCES units(id),
  -- Day of the activity.
  date TEXT NOT NULL,
  -- Sort of activity, such as peer review, job shadowing or a project.
  kind TEXT NOT NULL,
  -- The competency that was worked on.
  competency TEXT REFERENCES competencies(id),
  -- Time spent; for a team the time per person. Unit: minutes.
  minutes INTEGER NOT NULL CHECK (minutes >= 0),
  -- What shows that it took place.
  evidence TEXT,
  -- What the learner took away from it.
  reflection TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((employee IS NOT NULL) + (unit IS NOT NULL) = 1)
);

-- Evaluation plan
-- How and when the effect of a plan line is measured, agreed before it starts.
CREATE TABLE evaluation_plans(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The plan line that is evaluated.
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  -- How the effect is told apart from other causes.
  control_design TEXT CHECK (control_design IN ('none', 'pre_post', 'control', 'trend', 'expert')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Evaluation level
-- What is measured at one level of an evaluation plan.
CREATE TABLE evaluation_levels(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The plan that this level is part of.
  evaluation_plan TEXT NOT NULL REFERENCES evaluation_plans(id),
  -- From reaction (L1) to return in money (L5).
  level TEXT NOT NULL CHECK (level IN ('L1', 'L2', 'L3', 'L4', 'L5')),
  -- Questionnaire, test, observation or figure that is used.
  instrument TEXT,
  -- When to measure, in days after the end of the learning. Unit: days.
  when_days INTEGER,
  -- Who is asked: everybody, or which part.
  sample_rule TEXT,
  -- Share of those invited that must answer. Unit: share.
  min_response REAL CHECK (min_response BETWEEN 0 AND 1),
  -- The value from which the result is good enough.
  target REAL,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Measurement
-- One result of an evaluation: of a person, a group or a whole organisation.
CREATE TABLE measurements(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The plan line that is measured.
  plan_line TEXT REFERENCES plan_lines(id),
  -- The session that is measured.
  session TEXT REFERENCES sessions(id),
  -- Something else that is measured, such as a policy, a plan or a unit.
  about TEXT,
  -- The unit that the respondents belong to.
  unit TEXT REFERENCES units(id),
  -- The person measured, when the result is not anonymous.
  employee TEXT REFERENCES employees(id),
  -- Code that links the answers of one unnamed respondent.
  token TEXT,
  -- Level of evaluation that the result belongs to.
  level TEXT CHECK (level IN ('L1', 'L2', 'L3', 'L4', 'L5')),
  -- Questionnaire, test, observation or figure that was used.
  instrument TEXT,
  -- Before, right after, or some time after the learning.
  moment TEXT CHECK (moment IN ('pre', 'post', 'follow_up')),
  -- Day of the measurement.
  date TEXT NOT NULL,
  -- The result; of a group the mean.
  value REAL NOT NULL,
  -- Range of the instrument, such as 1-10.
  scale TEXT,
  -- Number of people behind the value. Unit: heads.
  n INTEGER CHECK (n >= 0),
  -- Number of people who were asked. Unit: heads.
  invited INTEGER CHECK (invited >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((plan_line IS NOT NULL) + (session IS NOT NULL) + (about IS NOT NULL) = 1)
);

-- Impact claim
-- A reasoned claim that learning improved an indicator, and what that is worth.
CREATE TABLE impact_claims(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The indicator that improved.
  kpi TEXT NOT NULL REFERENCES kpis(id),
  -- Change of the indicator, in its own unit.
  improvement REAL,
  -- What one unit of improvement is worth. Minor units.
  unit_value INTEGER,
  -- Share of the improvement that is due to the learning. Unit: share.
  attribution REAL CHECK (attribution BETWEEN 0 AND 1),
  -- How sure the estimate of the attribution is. Unit: share.
  confidence REAL CHECK (confidence BETWEEN 0 AND 1),
  -- Number of months that the effect is counted. Unit: months.
  period_months INTEGER CHECK (period_months >= 0),
  -- How other causes were ruled out: control group, trend line, estimate of experts.
  isolation_method TEXT,
  -- Value after attribution and confidence. Minor units.
  adjusted_value INTEGER,
  -- Whether the cost includes wages and overhead.
  cost_basis TEXT CHECK (cost_basis IN ('direct', 'fully_loaded')),
  -- Net benefit as a percentage of the cost. Unit: percent.
  roi REAL,
  -- Benefit divided by cost.
  bcr REAL,
  -- Months until the benefit equals the cost. Unit: months.
  payback_months REAL CHECK (payback_months >= 0),
  -- Whether the claim has been judged, and how.
  status TEXT CHECK (status IN ('claimed', 'reviewed', 'accepted', 'rejected')),
  -- Who judges the claim, preferably finance.
  reviewer TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- The plan lines that are held to have had the effect.
CREATE TABLE impact_claim_plan_line(
  impact_claim TEXT NOT NULL REFERENCES impact_claims(id),
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (impact_claim, position)
);

-- Success case
-- What happened to people who did or did not put their learning to use, and why.
CREATE TABLE success_cases(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The plan line that the story is about.
  plan_line TEXT REFERENCES plan_lines(id),
  -- A success, or a case from which to learn why it failed.
  kind TEXT CHECK (kind IN ('success', 'non_success')),
  -- What helped people to apply what they learned.
  enablers TEXT,
  -- What stood in the way of applying it.
  barriers TEXT,
  -- Figures, documents or witnesses behind the story.
  evidence TEXT,
  -- Whether those involved agree to its being shared.
  consent INTEGER CHECK (consent IN (0, 1)),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Stakeholder
-- A person or group with a say or an interest in learning.
CREATE TABLE stakeholders(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- The function or body that the stakeholder speaks for.
  body TEXT NOT NULL CHECK (body IN ('management', 'finance', 'hr', 'communication', 'works_council', 'employee_rep', 'policy_owner', 'other')),
  -- The unit that the stakeholder belongs to.
  unit TEXT REFERENCES units(id),
  -- How much is at stake for them, from 1 to 5.
  interest INTEGER CHECK (interest BETWEEN 1 AND 5),
  -- How much influence they have, from 1 to 5.
  influence INTEGER CHECK (influence BETWEEN 1 AND 5),
  -- How they look upon the plans: for, neutral, against.
  stance TEXT,
  -- What they need from learning and development.
  needs_text TEXT,
  -- What they decide on, and when.
  decisions_text TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Initiative
-- Anything about learning that runs somewhere, inside the plan or beside it.
CREATE TABLE initiatives(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Who runs the initiative.
  owner TEXT,
  -- First day of the initiative.
  starts_on TEXT,
  -- Last day of the initiative.
  ends_on TEXT,
  -- The unit that it asks time and attention of.
  unit TEXT REFERENCES units(id),
  -- The role that it is meant for.
  role TEXT REFERENCES roles(id),
  -- Where the initiative stands, such as running or closed.
  status TEXT,
  -- The strategic HRD plan that it is part of, if any.
  hrd_plan TEXT REFERENCES hrd_plans(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- The plan lines by which it is carried out.
CREATE TABLE initiative_plan_line(
  initiative TEXT NOT NULL REFERENCES initiatives(id),
  plan_line TEXT NOT NULL REFERENCES plan_lines(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (initiative, position)
);

-- Communication item
-- One message about the plans or their results to one audience.
CREATE TABLE communication_items(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Whom the message is for.
  audience TEXT CHECK (audience IN ('management', 'employees', 'works_council', 'unit', 'public')),
  -- What is to be told.
  message TEXT,
  -- Meeting, intranet, newsletter or other means.
  channel TEXT,
  -- Day on which it should go out.
  planned_on TEXT,
  -- Day on which it went out.
  done_on TEXT,
  -- Who sees to it.
  owner TEXT,
  -- The record it is about, such as a movement, programme or plan line.
  about TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Review cycle
-- A moment at which a policy or plan is looked at again and adjusted.
CREATE TABLE review_cycles(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The policy, plan or other record that is reviewed.
  about TEXT,
  -- Day on which the review should be done.
  due_on TEXT,
  -- Day on which the review was done.
  done_on TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Review action
-- What somebody will do as a result of a review.
CREATE TABLE review_actions(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The review that the action comes from.
  review_cycle TEXT NOT NULL REFERENCES review_cycles(id),
  -- Day on which the action should be done.
  due_on TEXT NOT NULL,
  -- Who carries the action out.
  owner TEXT NOT NULL,
  -- Day on which the action was done.
  done_on TEXT,
  -- What the action led to.
  outcome TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Trend signal
-- A development in work or learning that may ask for an answer.
CREATE TABLE trends(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Where the signal was picked up.
  origin TEXT,
  -- Day on which it was noted.
  date TEXT,
  -- How much it matters to the organisation, from 1 to 5.
  relevance INTEGER CHECK (relevance BETWEEN 1 AND 5),
  -- When its effect is expected.
  horizon TEXT,
  -- What the organisation does with it.
  decision TEXT CHECK (decision IN ('adopt', 'pilot', 'watch', 'ignore')),
  -- The plan line in which it is tried out.
  pilot_line TEXT REFERENCES plan_lines(id),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Rule
-- A rule of an enabled pack or of the organisation, as it was loaded.
CREATE TABLE rules(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The name that people see, in the language of the run.
  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id)),
  -- The name in Dutch.
  label_nl TEXT,
  -- The name in English.
  label_en TEXT,
  -- Short code, such as S02.
  code TEXT,
  -- Version of the rule.
  version INTEGER,
  -- What the rule does: judge, value, limit, merge or report.
  kind TEXT CHECK (kind IN ('score', 'check', 'constraint', 'entitlement', 'approval', 'merge', 'report')),
  -- How heavily a finding of this rule weighs.
  severity TEXT CHECK (severity IN ('error', 'warning', 'note', 'off')),
  -- The pack that the rule belongs to.
  pack TEXT,
  -- Step of the approach that the rule supports.
  step INTEGER,
  -- SHA-256 of the file that the rule was read from.
  lua_source_hash TEXT,
  -- The values that the rule works with in this project.
  parameters TEXT CHECK (parameters IS NULL OR json_valid(parameters)),
  -- In this run the rule failed, so that what it would say is unknown.
  failed INTEGER CHECK (failed IN (0, 1)),
  -- Why the rule failed.
  trouble TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Rule test
-- One example with which a rule is tested.
CREATE TABLE rule_tests(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The rule that is tested.
  rule TEXT NOT NULL REFERENCES rules(id),
  -- Name of the example within the rule.
  name TEXT NOT NULL,
  -- What the rule should do on the example.
  expected TEXT CHECK (expected IN ('fires', 'clean', 'unknown')),
  -- What the rule did when it was last tested.
  outcome TEXT CHECK (outcome IN ('fires', 'clean', 'unknown')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Rule run
-- One run of the rules, kept so that it can be compared and repeated.
CREATE TABLE rule_runs(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- What was run: check, or an offer script.
  command TEXT,
  -- The plan year of the run.
  year TEXT,
  -- The day that counted as today.
  run_date TEXT,
  -- SHA-256 over all sources read.
  data_hash TEXT,
  -- SHA-256 of every rule file, by path.
  rule_hashes TEXT CHECK (rule_hashes IS NULL OR json_valid(rule_hashes)),
  -- Seed of the random numbers.
  seed INTEGER,
  -- When the run began.
  started TEXT,
  -- How much of the step budget the rules used.
  steps_used INTEGER CHECK (steps_used >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Finding
-- One fault or remark that a rule reported in a stored run.
CREATE TABLE findings(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The run that it was reported in.
  rule_run TEXT NOT NULL REFERENCES rule_runs(id),
  -- The same for the same fault in other runs, whatever its place in the file.
  fingerprint TEXT NOT NULL,
  -- Id of the rule.
  rule TEXT,
  -- Code of the rule.
  code TEXT,
  -- How heavily the finding weighs.
  severity TEXT CHECK (severity IN ('error', 'warning', 'note', 'off')),
  -- The kind of record that it is about.
  entity TEXT,
  -- Id of the record that it is about.
  record TEXT,
  -- What is wrong, in the language of the run.
  message TEXT,
  -- What can be done about it.
  help TEXT,
  -- The file that it points to.
  file TEXT,
  -- The line that it points to.
  line INTEGER CHECK (line >= 0),
  -- The column that it points to.
  column_number INTEGER CHECK (column_number >= 0),
  -- The exception that lets it pass, if any.
  exception TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Exception
-- A finding that somebody accepts, with a reason and an end date.
CREATE TABLE exceptions(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Id or code of the rule.
  rule TEXT NOT NULL,
  -- The record that is excepted, as budgets:IT-2027.
  record TEXT,
  -- Fields or group keys that must all be equal, in place of a record.
  "match" TEXT CHECK ("match" IS NULL OR json_valid("match")),
  -- The last day on which it holds; written as until.
  ends_on TEXT NOT NULL,
  -- Who allows it; written as by.
  by_whom TEXT NOT NULL,
  -- Why it is allowed.
  reason TEXT NOT NULL,
  -- How far off the record may be; written as limit.
  limit_size REAL,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT,
  CHECK ((record IS NOT NULL) + ("match" IS NOT NULL) >= 1)
);

-- Data source
-- A system or file that data come from, with its owner and its legal basis.
CREATE TABLE data_sources(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- Who answers for the data.
  owner TEXT,
  -- How many days the data stay fresh. Unit: days.
  refresh_days INTEGER CHECK (refresh_days >= 0),
  -- Ground of the GDPR on which personal data are processed.
  legal_basis TEXT,
  -- How long personal data may be kept. Unit: months.
  retention_months INTEGER CHECK (retention_months >= 0),
  -- Day of the last delivery that was complete and right.
  last_ok TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Import batch
-- One file as it was read, with the number of rows that came through.
CREATE TABLE import_batches(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The source as named in the manifest.
  file TEXT,
  -- The kind of records that the rows became.
  entity TEXT,
  -- SHA-256 of the file.
  file_hash TEXT,
  -- Delimiter, decimal sign and encoding with which it was read.
  dialect TEXT,
  -- Rows in the file.
  rows_in INTEGER CHECK (rows_in >= 0),
  -- Rows that became records.
  rows_ok INTEGER CHECK (rows_ok >= 0),
  -- Rows equal to an earlier one.
  rows_merged INTEGER CHECK (rows_merged >= 0),
  -- Rows that the mapping did not ask for.
  rows_left_out INTEGER CHECK (rows_left_out >= 0),
  -- Rows dropped because of a value that was not right.
  rows_rejected INTEGER CHECK (rows_rejected >= 0),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Import reject
-- One value that was not right and that the manifest let through.
CREATE TABLE import_rejects(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The source as named in the manifest.
  source TEXT,
  -- The line in the file.
  line INTEGER CHECK (line >= 0),
  -- The field that the value was meant for.
  field TEXT,
  -- The value as it stood in the file.
  value TEXT,
  -- What was wrong with it.
  reason TEXT,
  -- Whether the field was emptied or the row dropped.
  "action" TEXT CHECK ("action" IN ('empty', 'drop')),
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);

-- Mapping
-- How the columns of an export become fields.
CREATE TABLE mappings(
  -- Unique within its kind and stable over imports.
  id TEXT PRIMARY KEY NOT NULL,
  -- The source whose exports are read this way.
  data_source TEXT REFERENCES data_sources(id),
  -- The kind of records that the rows become.
  entity TEXT,
  -- The export that it was made for.
  file TEXT,
  -- Version of the mapping.
  version INTEGER CHECK (version >= 0),
  -- Header of the export for each field.
  columns TEXT CHECK (columns IS NULL OR json_valid(columns)),
  -- Delimiter, decimal sign and encoding of the export.
  dialect TEXT,
  -- Number of this revision of the record.
  rev INTEGER,
  -- When the record was made.
  created_at TEXT,
  -- When the record was last changed.
  changed_at TEXT,
  -- Who changed the record last.
  changed_by TEXT,
  -- The import that brought the record in.
  import_batch TEXT,
  -- A remark for the reader.
  note TEXT
);
