# What lenient lets through is counted, told and kept in the model.
. "$ROOT/tests/cli/show.bash"
small_project
mkdir data
printf 'Nr;Afd;Chef;Deeltijd\n1;Z;;1,0\n2;Q;1;0,5\n3;K;99;0,5\n3;K;99;0,5\n4;K;98;7\n' >data/people.csv
sed -i 's/sources: .*/sources: [offer.yaml, {file: data\/people.csv, entity: employees, dialect: nl, columns: {id: Nr, unit: Afd, manager: Chef, fte: Deeltijd}, lenient: {unit: drop, manager: empty, fte: empty}}]/' ldengine.yaml
show check
show check -v
show check --lang nl -v
show sql "select id, unit, manager, fte from employees"
show sql "select source, line, field, value, reason, action from import_rejects"
show sql "select file, entity, rows_in, rows_ok, rows_merged, rows_left_out, rows_rejected from import_batches"
sed -i 's/, lenient: .*}}/}/; s/fte: Deeltijd}.*/fte: Deeltijd}}]/' ldengine.yaml
echo "strict:"
show check
