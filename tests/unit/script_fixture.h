/* script_fixture.h: the small model over which scripts are tested, by unit tests and by tests/script. */
#ifndef TESTS_SCRIPT_FIXTURE_H
#define TESTS_SCRIPT_FIXTURE_H

#include "dataset_builder.h"

static inline lde_dataset *build_script_dataset(void)
{
  static const char *const rows[][2] = {
      {"organisation", "id=org; name=Waterrijk"},
      {"units", "id=u1; label_nl=Zorg; label_en=Care"},
      {"units", "id=u2; label_nl=Staf; parent=u1"},
      {"roles", "id=r1; label_nl=Verpleegkundige; label_en=Nurse"},
      {"goals", "id=g1; label_nl=Minder verzuim; label_en=Less absence; weight=0.6"},
      {"goals", "id=g2; label_nl=Digitaal werken; weight=0.4; unit=u1"},
      {"goals", "id=g3; parent=g1"},
      {"kpis", "id=k1; goal=g1; target_value=4.5; target_date=2027-06-30"},
      {"kpis", "id=k2; goal=g1; target_value=12"},
      {"competencies", "id=c1; label_en=Resilience"},
      {"competencies", "id=c2; label_en=Digital skills"},
      {"employees", "id=e1; unit=u1; role=r1; fte=0.9; languages=nl|en; hourly_cost=45.50"},
      {"employees", "id=e2; unit=u1; role=r1; fte=1; manager=e1"},
      {"employees", "id=e3; unit=u2; fte=0.5; contract_from=2020-02-29"},
      {"role_requirements", "role=r1; competency=c1; required_level=3; mandatory=true"},
      {"role_requirements", "role=r1; competency=c2; required_level=2; weight=0.5"},
      {"assessments", "employee=e1; competency=c1; level=1; date=2026-05-01; method=manager"},
      {"assessments", "employee=e1; competency=c1; level=2; date=2026-09-01; method=self"},
      {"assessments", "employee=e2; competency=c1; level=4; date=2026-09-01"},
      {"offerings", "id=o1; label_en=Coping; cost_per_seat=250; kind=formal"},
      {"offerings", "id=o2; label_en=Peer review; kind=informal"},
      {"needs", "id=n1; label_en=Cope; level=team; unit=u1; role=r1; offerings=o1|o2; priority=0.75"},
      {"needs", "id=n2; label_en=Click; level=individual; employees=e3|e1; deadline=2027-03-31"},
      {"goal_contributions", "goal=g1; need=n1; expected_share=0.5"},
      {"goal_contributions", "goal=g2; need=n2; expected_share=0.25"},
      {"budgets", "id=b1; setup=1000; unit=u1"},
      {"plan_lines", "id=p1; needs=n1; offering=o1; seats_planned=2; sessions_planned=1; cost=500; budget=b1; period=2027-Q1"},
      {"plan_lines", "id=p2; needs=n2; offering=o1; seats_planned=3; sessions_planned=2; cost=750; budget=b1; period=2027-Q2"},
      {"plan_lines", "id=p3; needs=n1|n2; offering=o2; seats_planned=1; period=2027-Q1"},
      {"triggers", "id=t1; kind=goal; ref=goals:g2; date=2026-11-11"},
      {"triggers", "id=t2; kind=law"},
  };
  lde_dataset *ds = build_dataset();

  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    build_row(ds, rows[i][0], rows[i][1]);
  build_resolve(ds);
  return ds;
}

#endif
